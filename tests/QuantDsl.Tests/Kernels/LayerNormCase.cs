using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>A layer normalization of a random shape, and what the kernels make of it.</summary>
internal sealed unsafe class LayerNormCase
{
    /// <summary>So large that two channels that are nearly equal keep their digits.</summary>
    public const float Epsilon = 0.1f;

    public LayerNormCase(int seed)
    {
        var random = new Random(seed);
        Shape = ImageShape.Random(random);
        Shape = Shape with { Channels = random.Next(2, 40), Samples = random.Next(2, 9) };
        Border = random.Next(0, 2);
        Room = random.Next(0, 4);
        X = KernelData.Normal(random, Shape.Count, mean: 3, deviation: 2);
        Gradient = KernelData.Normal(random, Shape.Count);
        Gamma = KernelData.Normal(random, Shape.Channels, mean: 1);
        Beta = KernelData.Normal(random, Shape.Channels);
    }

    public ImageShape Shape { get; }

    public int Border { get; }

    public int Room { get; }

    public float[] X { get; }

    /// <summary>∂y.</summary>
    public float[] Gradient { get; }

    public float[] Gamma { get; }

    public float[] Beta { get; }

    /// <summary>Samples are done in two calls, as two threads would.</summary>
    /// <returns>y, ∂x and of each sample Σ∂·x̂ and Σ∂.</returns>
    public (float[] Y, float[] InputGradient, float[] Products, float[] Gradients) Run<TLanes, TActivation>()
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        using var x = new GuardedImages(Shape, X, Border, Room);
        using var y = new GuardedImages(Shape, Room, Border);
        using var outputGradient = new GuardedImages(Shape, Gradient, Border, Room);
        using var inputGradient = new GuardedImages(Shape, Room, Border);
        using var gamma = new GuardedMemory<float>(Gamma);
        using var beta = new GuardedMemory<float>(Beta);
        using var products = new GuardedMemory<float>(Shape.Samples * Shape.Channels);
        using var gradients = new GuardedMemory<float>(Shape.Samples * Shape.Channels);
        foreach (UnitRange half in new UnitRange[] { new(Shape.Samples / 2, Shape.Samples), new(0, Shape.Samples / 2) })
        {
            LayerNormForward.Run<TLanes, TActivation>(x.Batch, gamma.Data, beta.Data, Epsilon, y.Batch, half);
            LayerNormGradient.Run<TLanes, TActivation>(
                x.Batch, outputGradient.Batch, gamma.Data, beta.Data, Epsilon, inputGradient.Batch, products.Data, gradients.Data, half);
        }
        return (y.Written(), inputGradient.Written(), products.Written(), gradients.Written());
    }
}
