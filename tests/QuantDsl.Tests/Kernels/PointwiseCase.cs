using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>Images of a random shape for kernels that treat each number by itself; runs them in two calls, as two threads would.</summary>
internal sealed class PointwiseCase
{
    public PointwiseCase(int seed)
    {
        Random = new Random(seed);
        Shape = ImageShape.Random(Random);
        Border = Random.Next(0, 2);
        Room = Random.Next(0, 3);
    }

    public delegate void Unary(in ImageBatch x, in ImageBatch y, UnitRange samples);

    public delegate void Binary(in ImageBatch left, in ImageBatch right, in ImageBatch y, UnitRange samples);

    public Random Random { get; }

    public ImageShape Shape { get; }

    public int Border { get; }

    public int Room { get; }

    public float[] Map(float[] values, Unary kernel)
    {
        using var x = new GuardedImages(Shape, values, Border, Room);
        using var y = new GuardedImages(Shape, Room, Border);
        int half = Shape.Samples / 2;
        kernel(x.Batch, y.Batch, new UnitRange(half, Shape.Samples));
        kernel(x.Batch, y.Batch, new UnitRange(0, half));
        float[] results = y.Written();
        kernel(x.Batch, x.Batch, new UnitRange(0, Shape.Samples));
        Assert.Equal(KernelData.Bits(results), KernelData.Bits(x.Written())); // in place
        return results;
    }

    public float[] Zip(float[] leftValues, float[] rightValues, Binary kernel)
    {
        using var left = new GuardedImages(Shape, leftValues, Border, Room);
        using var right = new GuardedImages(Shape, rightValues, Room, Border);
        using var y = new GuardedImages(Shape, Room);
        int half = Shape.Samples / 2;
        kernel(left.Batch, right.Batch, y.Batch, new UnitRange(half, Shape.Samples));
        kernel(left.Batch, right.Batch, y.Batch, new UnitRange(0, half));
        float[] results = y.Written();
        kernel(left.Batch, right.Batch, right.Batch, new UnitRange(0, Shape.Samples));
        Assert.Equal(KernelData.Bits(results), KernelData.Bits(right.Written())); // in place
        return results;
    }
}
