using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>Batch normalization of images and of features, with and without ReLU, against float64 and by central differences.</summary>
public sealed unsafe class BatchNormTests
{
    public static TheoryData<int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool>();
            for (int seed = 0; seed < 50; seed++)
                cases.Add(seed / 2, seed % 2 == 0);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_float64(int seed, bool isFeatures)
    {
        var norm = new BatchNormCase(seed, isFeatures);
        Check(norm, SameForEveryWidth<Identity>(norm), Enumerable.Repeat(true, norm.Shape.Count));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_float64_through_relu(int seed, bool isFeatures)
    {
        var norm = new BatchNormCase(seed, isFeatures);
        BatchNormRun run = SameForEveryWidth<Relu>(norm);
        Check(norm, run, run.Y.Select(value => value > 0));
        Assert.DoesNotContain(run.Y, value => value < 0);
    }

    [Theory]
    [MemberData(nameof(KernelData.Seeds), MemberType = typeof(KernelData))]
    public void Features_have_the_bits_of_images_of_one_pixel(int seed)
    {
        var norm = new BatchNormCase(seed, isFeatures: true);
        float[] direct = BatchNormRun.Of<Lanes16, Relu>(norm).All;
        float[] bySamples = BatchNormRun.Of<Lanes16, Relu>(norm, bySamples: true).All;
        Assert.Equal(KernelData.Bits(bySamples), KernelData.Bits(direct));
    }

    /// <summary>Σx² − n·mean² would have lost every digit.</summary>
    [Fact]
    public void A_variance_far_from_zero_keeps_its_digits()
    {
        var shape = new ImageShape(16, 5, 5, 3);
        float[] values = [.. Enumerable.Range(0, shape.Count).Select(i => 10_000f + (i % 7))];
        using var x = new GuardedImages(shape, values);
        using var means = new GuardedMemory<float>(shape.Samples * 3);
        using var deviations = new GuardedMemory<float>(shape.Samples * 3);
        using var mean = new GuardedMemory<float>(3);
        using var deviation = new GuardedMemory<float>(3);
        BatchMoments.OfSamples<Lanes8>(x.Batch, means.Data, deviations.Data, new UnitRange(0, 16));
        BatchMoments.Combine<Lanes8>(means.Data, deviations.Data, 3, 25, 3, new BatchShards(16, 16), mean.Data, deviation.Data);

        double[] expected = new double[3];
        double[] center = [.. Enumerable.Range(0, 3).Select(c => values.Where((_, i) => i % 3 == c).Average(value => (double)value))];
        for (int i = 0; i < values.Length; i++)
            expected[i % 3] += Math.Pow(values[i] - center[i % 3], 2);
        KernelData.Close(expected, deviation.Written(), 1e-4);
    }

    [Fact]
    public void Prediction_has_the_bits_of_training_with_the_same_statistics()
    {
        var norm = new BatchNormCase(3, isFeatures: false);
        int channels = norm.Shape.Channels;
        using var gamma = new GuardedMemory<float>(norm.Gamma);
        using var beta = new GuardedMemory<float>(norm.Beta);
        using var mean = new GuardedMemory<float>(norm.Running.AsSpan(0, channels));
        using var variance = new GuardedMemory<float>(norm.Running.AsSpan(channels));
        using var deviation = new GuardedMemory<float>([.. norm.Running[channels..].Select(value => value * 64)]);
        using var inverse = new GuardedMemory<float>(channels);
        using var trained = new GuardedMemory<float>(2 * channels);
        using var predicted = new GuardedMemory<float>(2 * channels);
        BatchNormScale.FromBatch<Lanes16>(
            deviation.Data,
            64,
            gamma.Data,
            beta.Data,
            BatchNormCase.Epsilon,
            channels,
            new BatchNormChannels(mean.Data, inverse.Data, trained.Data, trained.Data + channels));
        BatchNormScale.FromRunning<Lanes4>(
            mean.Data, variance.Data, gamma.Data, beta.Data, BatchNormCase.Epsilon, channels, predicted.Data, predicted.Data + channels);

        Assert.Equal(KernelData.Bits(trained.Written()), KernelData.Bits(predicted.Written()));
        for (int i = 0; i < channels; i++)
        {
            double scale = norm.Gamma[i] / Math.Sqrt(norm.Running[channels + i] + (double)BatchNormCase.Epsilon);
            Assert.Equal(scale, predicted.Values[i], Math.Abs(scale) * 1e-6);
            Assert.Equal(norm.Beta[i] - (norm.Running[i] * scale), predicted.Values[channels + i], 1e-4);
        }
    }

    private static BatchNormRun SameForEveryWidth<TActivation>(BatchNormCase norm)
        where TActivation : IActivation
    {
        var four = BatchNormRun.Of<Lanes4, TActivation>(norm);
        var eight = BatchNormRun.Of<Lanes8, TActivation>(norm);
        var sixteen = BatchNormRun.Of<Lanes16, TActivation>(norm);
        KernelData.SameBits(four.All, eight.All, sixteen.All);
        return four;
    }

    private static void Check(BatchNormCase norm, BatchNormRun run, IEnumerable<bool> passes)
    {
        var reference = new BatchNormReference(norm, [.. passes]);
        KernelData.Close(reference.Mean, run.Mean, 1e-6);
        KernelData.Close(reference.Deviation, run.Deviation, 1e-5);
        KernelData.Close(reference.Moved, run.Moved, 1e-5);
        KernelData.Close(reference.Y, run.Y, 1e-5);
        KernelData.Close(reference.InputGradient, run.InputGradient, 1e-5);
        KernelData.Close(reference.GammaGradient, run.GammaGradient, 1e-5);
        KernelData.Close(reference.BetaGradient, run.BetaGradient, 1e-5);

        double scale = reference.InputGradient.Max(Math.Abs);
        for (int i = 0; i < norm.Shape.Count; i += Math.Max(norm.Shape.Count / 7, 1))
            Assert.Equal(reference.Difference(i), run.InputGradient[i], (scale * 1e-4) + 1e-5);
    }
}
