using QuantDsl.Data;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Data;

/// <summary>Models train on streamed sets as on sets in memory.</summary>
public sealed class StreamedTrainingTests
{
    [Fact]
    public void Pixels_train_a_model_to_the_same_bits_as_inputs_in_memory()
    {
        byte[] pixels = new byte[200 * 784];
        new Random(3).NextBytes(pixels);
        long[] labels = [.. Enumerable.Range(0, 200).Select(i => i * 7L % 10)];
        float[] inputs = new float[pixels.Length];
        Normalization.ToMinusOneToOne.Apply(pixels, inputs);
        var blocks = new PixelBlocks(784);
        blocks.Add(pixels[..(784 * 50)]);
        blocks.Add(pixels[(784 * 50)..]);
        var source = new PixelExamples(blocks, [1, 28, 28], Normalization.ToMinusOneToOne);
        using var memory = Dataset.FromArrays(inputs, [1, 28, 28], labels);
        using var streamed = Dataset.FromSource(source, Array.ConvertAll(labels, label => (int)label), "pixels", 10);
        using var first = new TinyConvNet(seed: 2);
        using var second = new TinyConvNet(seed: 2);

        TrainingReport expected = first.Fit(memory, memory, SmallData.Quiet(epochs: 2));
        TrainingReport found = second.Fit(streamed, streamed, SmallData.Quiet(epochs: 2));

        Assert.Equal(ModelBits.Of(first, streamed), ModelBits.Of(second, streamed));
        Assert.Equal(expected.Epochs.Select(epoch => epoch.TrainLoss), found.Epochs.Select(epoch => epoch.TrainLoss));
        Assert.Equal(expected.BestValidationAccuracy, found.BestValidationAccuracy);
        Assert.Equal(first.Evaluate(memory), second.Evaluate(streamed));
    }

    [Fact]
    public void Augmented_runs_are_reproducible_and_differ_from_others()
    {
        using Dataset varied = SmallData.Train.Augment(new Augmentation { HorizontalFlip = true, CropPadding = 3 });
        string[] bits = [.. new[] { varied, varied, SmallData.Train }.Select(Train)];

        Assert.Equal(bits[0], bits[1]);
        Assert.NotEqual(bits[0], bits[2]);

        static string Train(Dataset data)
        {
            using var model = new TinyConvNet(seed: 2);
            model.Fit(data, options: SmallData.Quiet(epochs: 2));
            return string.Join(' ', ModelBits.Of(model));
        }
    }

    [Fact]
    public void A_checkpoint_knows_how_its_data_varied()
    {
        using TemporaryFolder folder = new();
        FitOptions options = SmallData.Quiet(epochs: 1) with { CheckpointPath = folder.File("run.checkpoint") };
        using Dataset varied = SmallData.Train.Augment(new Augmentation { CropPadding = 3 });
        using (var model = new TinyConvNet(seed: 2))
            model.Fit(varied, options: options);

        using var other = new TinyConvNet(seed: 2);
        Exception? error = Record.Exception(() => other.Fit(SmallData.Train, options: options with { Epochs = 2 }));
        Assert.Contains("moved by up to 3", Assert.IsAssignableFrom<Exception>(error).Message, StringComparison.Ordinal);
    }
}
