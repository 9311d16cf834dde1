using QuantDsl.Tests.Packed;

namespace QuantDsl.Tests.Models;

/// <summary>Threads may predict and classify with one model at the same time, by all members that do.</summary>
public sealed class ConcurrentClassifyTests
{
    private const int Threads = 8;
    private const int Rounds = 50;
    private const int Size = 28 * 28;

    [Fact]
    public void With_a_model_that_can_be_trained()
    {
        using var trained = new TinyConvNet(seed: 1);
        SmallData.Steps(trained, first: 0, count: 2);
        using var folder = new TemporaryFolder();
        trained.Save(folder.File("model"), SmallData.Train);
        using var model = TinyConvNet.Load(folder.File("model"));

        Check(model.Predict, model.Classify, model.ClassifyPixels, model.ClassifyImage);
    }

    [Fact]
    public void With_a_packed_model()
    {
        using var trained = new TinyConvNet(seed: 1);
        SmallData.Steps(trained, first: 0, count: 2);
        using var model = TinyConvNet.Packed.Load(PackedSamples.Export(trained, SmallData.Train));

        Check(model.Predict, model.Classify, model.ClassifyPixels, model.ClassifyImage);
    }

    /// <summary>The first calls are made by all threads at once, each with data of its own.</summary>
    private static void Check(
        Action<ReadOnlySpan<float>, Span<float>> predict,
        Func<ReadOnlySpan<float>, Classification> classify,
        Func<ReadOnlySpan<byte>, Classification> classifyPixels,
        Func<ReadOnlySpan<byte>, Classification> classifyImage)
    {
        using var start = new Barrier(Threads);
        Task<string[]>[] together =
        [
            .. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return Enumerable.Range(0, Rounds).Select(_ => Answers(thread)).Distinct().ToArray();
                },
                TaskCreationOptions.LongRunning)),
        ];
        string[][] answers = Task.WhenAll(together).GetAwaiter().GetResult();

        Assert.Equal(Threads, answers.Select(ofThread => Assert.Single(ofThread)).Distinct().Count());
        for (int thread = 0; thread < Threads; thread++)
            Assert.Equal(Answers(thread), answers[thread][0]);

        string Answers(int thread)
        {
            SmallData.Test.Slice(thread * 5, thread + 1, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
            float[] logits = new float[(thread + 1) * 10];
            predict(inputs, logits);
            byte[] pixels = [.. Enumerable.Range(0, Size).Select(i => (byte)(i * (thread + 3)))];
            byte[] image = Data.ImageBytes.Noise(28, 28, thread);
            return $"{string.Join(' ', logits)} {classify(inputs[..Size])} {classifyPixels(pixels)} {classifyImage(image)}";
        }
    }
}
