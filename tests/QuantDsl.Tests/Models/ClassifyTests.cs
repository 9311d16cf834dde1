using QuantDsl.Formats;
using QuantDsl.Tests.Data;
using QuantDsl.Tests.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>A model knows, wherever it was kept, how to take data as they are and what classes are called.</summary>
public sealed class ClassifyTests : IDisposable
{
    private const int Size = 28 * 28;

    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(i => $"digit {i}")];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_and_normalisation_are_in_the_file()
    {
        byte[] pixels = [.. Enumerable.Range(0, Size).Select(i => (byte)(i * 7))];
        float[] input = new float[Size], logits = new float[10];
        SmallData.Train.Normalization!.Apply(pixels, input);
        using Dataset named = SmallData.Train.WithClassNames(Digits);
        using var model = new TinyMlp(seed: 1);
        model.Fit(named, options: SmallData.Quiet(1) with { CheckpointPath = _folder.File("run") });
        model.Save(Path);
        model.Export(_folder.File("model.qdsl"));
        model.Predict(input, logits);
        int largest = Array.IndexOf(logits, logits.Max());
        double probability = 1 / logits.Sum(logit => Math.Exp(logit - logits.Max()));

        Classification expected = model.ClassifyPixels(pixels);
        Assert.Equal((largest, $"digit {largest}"), (expected.Class, expected.Name));
        Assert.Equal(probability, expected.Probability, 1e-6);
        Assert.Equal(expected, model.Classify(input));
        using var loaded = TinyMlp.Load(Path);
        using var weights = TinyMlp.LoadWeights(Path);
        using var checkpoint = TinyMlp.LoadCheckpoint(_folder.File("run"));
        Assert.All([loaded, weights, checkpoint], other =>
        {
            Assert.Equal(Digits, other.ClassNames);
            Assert.Equal(expected, other.ClassifyPixels(pixels));
        });
        using var packed = TinyMlp.Packed.Load(_folder.File("model.qdsl"));
        Assert.Equal(expected, packed.ClassifyPixels(pixels));
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(loaded));
        loaded.Export(_folder.File("again.qdsl")); // what was loaded is passed on
        Assert.Equal(File.ReadAllBytes(_folder.File("model.qdsl")), File.ReadAllBytes(_folder.File("again.qdsl")));
    }

    [Fact]
    public void A_loop_of_ones_own_names_its_data_when_it_saves()
    {
        using Dataset named = SmallData.Train.WithClassNames(Digits);
        using var model = new TinyMlp(seed: 1);
        SmallData.Steps(model, first: 0, count: 2);
        model.Save(Path, named);
        using var loaded = TinyMlp.Load(Path);

        Assert.Equal(Digits, loaded.ClassNames);
        loaded.ClassifyPixels(new byte[Size]);
    }

    /// <summary>As files were before, and as a model is that has seen no pixels.</summary>
    [Fact]
    public void A_file_that_says_nothing_is_read_and_the_model_says_what_it_lacks()
    {
        using var model = new TinyMlp(seed: 1);
        model.Save(Path);
        using (var file = SafetensorsFile.Open(Path))
            Assert.DoesNotContain(file.Metadata.Keys, key => key.Contains("pixels") || key.Contains("class.") || key.Contains("columns"));
        using var loaded = TinyMlp.Load(Path);

        Assert.Empty(loaded.ClassNames);
        Assert.Null(loaded.Classify(new float[Size]).Name);
        string message = Assert.Throws<InvalidOperationException>(() => loaded.ClassifyPixels(new byte[Size])).Message;
        Assert.StartsWith("TinyMlp does not know how pixels are normalised: ", message, StringComparison.Ordinal);
        Assert.Contains("Save(path, data)", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => loaded.ClassifyImage(Path));
        Assert.Throws<ArgumentException>(() => loaded.Classify(new float[Size + 1]));
        Assert.Throws<ArgumentException>(() => loaded.ClassifyPixels(new byte[3]));
    }

    [Theory]
    [InlineData("quantdsl.pixels.mean", "x", "must be numbers")]
    [InlineData("quantdsl.pixels.mean", "1 2", "one number each, or one for each channel")]
    [InlineData("quantdsl.class.10", "eleventh", "it names 11 classes, but TinyMlp has 10")]
    [InlineData("quantdsl.columns.mean", "1", "one number for each input")]
    [InlineData("quantdsl.images.shorter_side", "-3", "must be a number of pixels, or 'usual'")]
    public void What_makes_no_sense_in_a_file_is_refused(string key, string value, string reason)
    {
        using var model = new TinyMlp(seed: 1);
        using Dataset named = SmallData.Train.WithClassNames(Digits);
        model.Save(Path, named);
        List<KeyValuePair<string, Tensor>> tensors = [];
        Dictionary<string, string> metadata;
        using (var file = SafetensorsFile.Open(Path))
        {
            metadata = new(file.Metadata) { [key] = value };
            foreach (SafetensorsEntry entry in file.Entries)
            {
                tensors.Add(new(entry.Name, zeros([.. entry.Shape])));
                file.Read(entry.Name, tensors[^1].Value);
            }
        }
        TensorFiles.Write(Path, tensors, metadata);
        tensors.ForEach(tensor => tensor.Value.Dispose());

        string message = Assert.Throws<ModelFileException>(() => TinyMlp.Load(Path)).Message;
        Assert.StartsWith($"Cannot read '{Path}' as a TinyMlp: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_standardised_as_in_the_table()
    {
        float[][] rows = [.. Enumerable.Range(0, 64).Select(i => new[] { 1000 + (50 * MathF.Sin(i)), i * 0.01f, i % 4 })];
        using var table = Dataset.FromRows(rows, [.. Enumerable.Range(0, 64).Select(i => i % 4L)]);
        using Dataset scaled = table.Standardize();
        using var model = new TinyTable(seed: 1);
        model.Fit(scaled, options: SmallData.Quiet(2));
        model.Save(Path);
        model.Export(_folder.File("model.qdsl"));
        using var loaded = TinyTable.Load(Path);
        using var packed = TinyTable.Packed.Load(_folder.File("model.qdsl"));
        scaled.Slice(0, 64, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
        float[] expected = new float[64 * 4], found = new float[64 * 4];
        model.Predict(inputs, expected);
        packed.PredictRows(rows.SelectMany(row => row).ToArray(), found);

        Assert.Equal(expected, found);
        for (int row = 0; row < 64; row++)
        {
            Classification classified = model.Classify(inputs.Slice(row * 3, 3));
            Assert.Equal([classified, classified, classified],
                [model.ClassifyRow(rows[row]), loaded.ClassifyRow(rows[row]), packed.ClassifyRow(rows[row])]);
        }
        Assert.Throws<ArgumentException>(() => packed.ClassifyRow([1, 2]));
        Assert.Throws<ArgumentException>(() => loaded.ClassifyRow([1, 2]));
        using var untold = new TinyTable(seed: 1);
        Assert.Contains(
            "TinyTable does not know how columns are standardised",
            Assert.Throws<InvalidOperationException>(() => untold.ClassifyRow([1, 2, 3])).Message, StringComparison.Ordinal);
        untold.Export(_folder.File("untold.qdsl"));
        using var untoldPacked = TinyTable.Packed.Load(_folder.File("untold.qdsl"));
        Assert.Contains(
            "The packed TinyTable does not say how columns are standardised",
            Assert.Throws<InvalidOperationException>(() => untoldPacked.ClassifyRow([1, 2, 3])).Message, StringComparison.Ordinal);
    }

    /// <summary>An image file becomes the very input that it is in the data set that the model was trained on.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(40)]
    public void An_image_file_is_scaled_and_normalised_as_in_training(int? shorterSide)
    {
        for (int i = 0; i < 20; i++)
        {
            int side = i % 3 == 0 ? 28 : 45;
            _folder.Write($"images/{(i % 2 == 0 ? "even" : "odd")}/{i:D2}.png", ImageBytes.Noise(side, side + (i % 3 * 4), seed: i));
        }
        using var data = Dataset.FromImageFolder(
            _folder.File("images"), new ImageFolderOptions { Size = 28, ShorterSide = shorterSide, Grey = true });
        using var model = new TinyConvNet(seed: 1);
        model.Save(Path, data);
        model.Export(_folder.File("model.qdsl"), data);
        using var loaded = TinyConvNet.Load(Path);
        using var packed = TinyConvNet.Packed.Load(_folder.File("model.qdsl"));
        ClassifiedImage[] found = [.. loaded.ClassifyImages(_folder.File("images"))];

        Assert.Equal(20, found.Length);
        Assert.Equal(found, packed.ClassifyImages(_folder.File("images")));
        for (int i = 0; i < 20; i++)
        {
            data.Slice(i, 1, out ReadOnlySpan<float> input, out ReadOnlySpan<int> _);
            Classification expected = loaded.Classify(input);
            Assert.Equal(expected, found[i].Classification);
            Assert.Equal(expected.Class < 2 ? data.ClassNames![expected.Class] : null, expected.Name);
            Assert.Equal(expected, loaded.ClassifyImage(found[i].Path));
            Assert.Equal(expected, packed.ClassifyImage(found[i].Path));
            Assert.Equal(expected, packed.ClassifyImage(File.ReadAllBytes(found[i].Path)));
        }
        Assert.Equal($"{found[0].Path}: {found[0].Classification}", found[0].ToString());
        Assert.EndsWith("even" + System.IO.Path.DirectorySeparatorChar + "00.png", found[0].Path, StringComparison.Ordinal);
    }

    /// <summary>Where the training images were no files, the whole of a square image is taken.</summary>
    [Fact]
    public void An_image_of_another_size_is_scaled_as_a_whole()
    {
        using var model = new TinyConvNet(seed: 1);
        model.Save(Path, SmallData.Train);
        using var loaded = TinyConvNet.Load(Path);
        byte[] large = ImageBytes.Png(56, 56, (row, column) => Grey((row / 2 * 9) + (column / 2)));
        byte[] pixels = [.. Enumerable.Range(0, Size).Select(i => (byte)((i / 28 * 9) + (i % 28)))];
        byte[] small = ImageBytes.Png(28, 28, (row, column) => Grey((row * 9) + column));
        using var data = Dataset.FromImageFolder(
            Folder(large),
            new ImageFolderOptions { Size = 28, ShorterSide = 28, Grey = true, Normalization = SmallData.Train.Normalization });
        data.Slice(0, 1, out ReadOnlySpan<float> input, out ReadOnlySpan<int> _);

        Assert.Equal(loaded.Classify(input), loaded.ClassifyImage(large));
        Assert.Equal(loaded.ClassifyPixels(pixels), loaded.ClassifyImage(small));

        static (int, int, int) Grey(int value) => ((byte)value, (byte)value, (byte)value);

        string Folder(byte[] image)
        {
            _folder.Write("one/a/a.png", image);
            _folder.Write("one/b/b.png", image);
            return _folder.File("one");
        }
    }

    [Fact]
    public void What_is_no_image_is_refused_by_name()
    {
        using var model = new TinyConvNet(seed: 1);
        model.Save(Path, SmallData.Train);
        using var loaded = TinyConvNet.Load(Path);
        string text = _folder.Write("bad/x.png", "no image");

        Refusal.Of(() => loaded.ClassifyImage(text), $"{text}: expected a JPEG, PNG or BMP image, found damage or another format");
        Refusal.Of(() => loaded.ClassifyImage("no image"u8), "the image: expected a JPEG, PNG or BMP image, found damage");
        Refusal.Of(() => loaded.ClassifyImage([]), "the image: expected a JPEG, PNG or BMP image, found an empty file");
        Refusal.Of(() => loaded.ClassifyImage(_folder.File("none.png")), "found no such file");
        Refusal.Of(() => loaded.ClassifyImages(_folder.File("none")), "expected a folder of images, found no such folder");
        Refusal.Of(() => loaded.ClassifyImages(Directory.CreateDirectory(_folder.File("empty")).FullName), "found none");
        Refusal.Of(() => loaded.ClassifyImages(_folder.File("bad")).Count(), text);
        using var rows = new TinyTable(seed: 1);
        rows.Export(_folder.File("rows.qdsl"));
        using var packed = TinyTable.Packed.Load(_folder.File("rows.qdsl"));
        Assert.Contains(
            "TinyTable has inputs of 3. Image files become square inputs",
            Assert.Throws<InvalidOperationException>(() => packed.ClassifyImage(text)).Message, StringComparison.Ordinal);
    }
}
