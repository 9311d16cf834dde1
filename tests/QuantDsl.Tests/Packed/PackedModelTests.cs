using System.Runtime.InteropServices;
using QuantDsl.Formats;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Packed;

/// <summary>Use of a packed model. That its answers are those of the model is shown for all networks by the tests of bits.</summary>
public sealed class PackedModelTests
{
    private const int Size = 28 * 28;

    [Fact]
    public void It_is_read_from_a_file_a_stream_and_memory()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.qdsl", PackedSamples.TinyMlp);
        using var stream = new Slow(PackedSamples.TinyMlp);
        using var fromFile = TinyMlp.Packed.Load(path);
        using var fromStream = TinyMlp.Packed.Load(stream);
        using var fromMemory = TinyMlp.Packed.Load(PackedSamples.TinyMlp);
        float[] expected = Logits(fromFile);

        Assert.Equal(expected, Logits(fromStream));
        Assert.Equal(expected, Logits(fromMemory));
        Assert.NotEqual(0f, expected[0]);
    }

    [Fact]
    public void The_file_is_safetensors()
    {
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(folder.Write("model.qdsl", PackedSamples.TinyMlp));

        Assert.Equal(
            [
                "Fc1.norm F32 2×24", "Fc1.weight.scale F32 1", "Fc2.norm F32 2×16", "Fc2.weight.scale F32 1", "Out.norm F32 2×10",
                "Out.weight.scale F32 1", "Fc1.weight U8 2352", "Fc2.weight U8 48", "Out.weight U8 20",
            ],
            file.Entries.Select(entry => $"{entry.Name} {entry.Dtype.Name} {string.Join('×', entry.Shape)}"));
        Assert.Equal("binary, per layer", file.Metadata["quantdsl.layer.Fc1.quantizer"]);
    }

    /// <summary>The MNIST perceptron of 10 million weights has the same header, larger weights and more channels.</summary>
    [Fact]
    public void The_perceptron_of_MNIST_takes_at_most_1_33_MB()
    {
        const long weights = (784 * 2048) + (2 * 2048 * 2048) + (2048 * 10), channels = (3 * 2048) + 10;
        long header = 8 + BitConverter.ToInt64(PackedSamples.TinyMlp);

        Assert.InRange((weights / 8) + (channels * 2 * sizeof(float)) + (4 * sizeof(float)) + (header * 4 / 3), 1_250_000, 1_330_000);
        Assert.Equal(header + (((Size * 24) + (24 * 16) + (16 * 10)) / 8) + ((24 + 16 + 10) * 8) + 12, PackedSamples.TinyMlp.Length);
    }

    [Fact]
    public void The_same_model_gives_the_same_file()
    {
        using var model = new TinyMlp(seed: 4);
        SmallData.Steps(model, first: 0, count: 4);

        Assert.Equal(PackedSamples.TinyMlp, PackedSamples.Export(model, SmallData.Train));
    }

    [Fact]
    public void Pixels_are_normalised_as_in_the_data_set()
    {
        using var folder = new TemporaryFolder();
        byte[] pixels = [.. Enumerable.Range(0, 3 * Size).Select(i => (byte)(i * 7))];
        float[] numbers = new float[pixels.Length];
        SmallData.Train.Normalization!.Apply(pixels, numbers);
        using var model = TinyMlp.Packed.Load(PackedSamples.TinyMlp);
        float[] fromPixels = new float[30], fromNumbers = new float[30];
        model.PredictPixels(pixels, fromPixels);
        model.Predict(numbers, fromNumbers);

        Assert.Equal(fromNumbers, fromPixels);
        Assert.Equal(model.Classify(numbers.AsSpan(0, Size)), model.ClassifyPixels(pixels.AsSpan(0, Size)));
    }

    /// <summary>A model remembers what it was last trained on.</summary>
    [Fact]
    public void Class_names_and_normalisation_travel_along()
    {
        byte[] pixels = new byte[Size];
        using var model = new TinyMlp(seed: 1);
        using var before = TinyMlp.Packed.Load(PackedSamples.Export(model));
        Assert.Contains(
            "does not say how pixels are normalised",
            Assert.Throws<InvalidOperationException>(() => before.PredictPixels(pixels, new float[10])).Message, StringComparison.Ordinal);
        Assert.Empty(before.ClassNames);
        Assert.Null(before.Classify(new float[Size]).Name);

        model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 1));
        using var after = TinyMlp.Packed.Load(PackedSamples.Export(model));
        after.PredictPixels(pixels, new float[10]);
    }

    [Fact]
    public void A_class_has_its_name_and_probability()
    {
        byte[] named = PackedHeader.Replace(
            PackedSamples.TinyMlp, "\"quantdsl.classes\":",
            string.Concat(Enumerable.Range(0, 10).Select(i => $"\"quantdsl.class.{i}\":\"digit {i}\",")) + "\"quantdsl.classes\":");
        using var model = TinyMlp.Packed.Load(named);
        float[] input = [.. Enumerable.Range(0, Size).Select(i => MathF.Sin(i))], logits = new float[10];
        model.Predict(input, logits);
        int expected = Array.IndexOf(logits, logits.Max());
        Classification found = model.Classify(input);

        Assert.Equal(10, model.ClassNames.Count);
        Assert.Equal((expected, $"digit {expected}"), (found.Class, found.Name));
        Assert.Equal(1 / logits.Sum(logit => Math.Exp(logit - logits.Max())), found.Probability, 1e-6);
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_call()
    {
        using var model = TinyMlp.Packed.Load(PackedSamples.TinyMlp);
        float[] inputs = new float[5 * Size], logits = new float[5 * 10];
        byte[] pixels = new byte[5 * Size];
        for (int call = 0; call < 2; call++)
            Call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < 10; call++)
            Call();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Call()
        {
            model.Predict(inputs, logits);
            model.PredictPixels(pixels, logits);
            _ = model.Classify(inputs.AsSpan(0, Size));
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        using var model = TinyMlp.Packed.Load(PackedSamples.TinyMlp);

        Assert.Throws<ArgumentException>(() => model.Predict(new float[Size + 1], new float[10]));
        Assert.Throws<ArgumentException>(() => model.Predict(new float[Size], new float[11]));
        Assert.Throws<ArgumentException>(() => model.PredictPixels(new byte[Size - 1], new float[10]));
        Assert.Throws<ArgumentException>(() => model.PredictPixels(new byte[Size], new float[9]));
        Assert.Throws<ArgumentException>(() => model.Classify(new float[2 * Size]));
        model.Predict([], []);
    }

    [Fact]
    public void A_disposed_model_says_so()
    {
        var model = TinyMlp.Packed.Load(PackedSamples.TinyMlp);
        model.Dispose();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Predict(new float[Size], new float[10]));
    }

    private static float[] Logits(TinyMlp.Packed model)
    {
        float[] inputs = [.. Enumerable.Range(0, 2 * Size).Select(i => MathF.Sin(i))], logits = new float[20];
        model.Predict(inputs, logits);
        return logits;
    }

    /// <summary>Gives a few bytes at a time and cannot seek, as a connection does.</summary>
    private sealed class Slow(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 100));
    }
}
