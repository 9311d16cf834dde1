namespace QuantDsl.Tests.Kernels;

/// <summary>A batch normalization of a random shape, whose batch may be smaller than the declared one.</summary>
internal sealed class BatchNormCase
{
    public const float Epsilon = 1e-4f;
    public const float Momentum = 0.1f;

    public BatchNormCase(int seed, bool isFeatures)
    {
        var random = new Random(seed);
        Shape = ImageShape.Random(random) with { Samples = random.Next(4, 30) };
        if (isFeatures)
            Shape = Shape.With(1, 1);
        DeclaredBatch = Shape.Samples + random.Next(0, 10);
        Border = random.Next(0, 2);
        Room = random.Next(0, 4);
        X = KernelData.Normal(random, Shape.Count, mean: 3, deviation: 2);
        Gradient = KernelData.Normal(random, Shape.Count);
        Gamma = KernelData.Normal(random, Shape.Channels, mean: 1);
        Beta = KernelData.Normal(random, Shape.Channels);
        Running = [.. KernelData.Normal(random, Shape.Channels), .. KernelData.Normal(random, Shape.Channels).Select(MathF.Abs)];
    }

    public ImageShape Shape { get; }

    public int DeclaredBatch { get; }

    public int Border { get; }

    public int Room { get; }

    public float[] X { get; }

    /// <summary>∂y.</summary>
    public float[] Gradient { get; }

    public float[] Gamma { get; }

    public float[] Beta { get; }

    /// <summary>Means, then variances.</summary>
    public float[] Running { get; }

    /// <summary>Numbers of a channel in the batch.</summary>
    public int Numbers => Shape.Samples * Shape.Pixels;
}
