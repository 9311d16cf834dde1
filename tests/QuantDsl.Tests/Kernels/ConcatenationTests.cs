using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>Concatenation copies numbers: all results are exact. It knows no vectors, so there is one width.</summary>
public sealed class ConcatenationTests
{
    public static TheoryData<int> Seeds => KernelData.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Channels_of_one_then_those_of_the_other(int seed)
    {
        var random = new Random(seed);
        var leftShape = ImageShape.Random(random);
        ImageShape rightShape = leftShape with { Channels = random.Next(1, 41) };
        ImageShape shape = leftShape with { Channels = leftShape.Channels + rightShape.Channels };
        float[] leftValues = KernelData.Normal(random, leftShape.Count);
        float[] rightValues = KernelData.Normal(random, rightShape.Count);
        (int border, int room) = (random.Next(0, 3), random.Next(0, 3));
        using var left = new GuardedImages(leftShape, leftValues, border, room);
        using var right = new GuardedImages(rightShape, rightValues, room, border);
        using var both = new GuardedImages(shape, border: room, room: border);

        int half = shape.Samples / 2; // as two threads would
        Concatenation.Forward(left.Batch, right.Batch, both.Batch, new UnitRange(half, shape.Samples));
        Concatenation.Forward(left.Batch, right.Batch, both.Batch, new UnitRange(0, half));

        float[] expected = [.. Enumerable.Range(0, shape.Samples * shape.Pixels).SelectMany(pixel =>
            Pixel(leftValues, pixel, leftShape.Channels).Concat(Pixel(rightValues, pixel, rightShape.Channels)))];
        Assert.Equal(expected, both.Written());

        using var leftGradient = new GuardedImages(leftShape, room, border);
        using var rightGradient = new GuardedImages(rightShape, border, room);
        Concatenation.Backward(both.Batch, 0, leftGradient.Batch, new UnitRange(0, half));
        Concatenation.Backward(both.Batch, 0, leftGradient.Batch, new UnitRange(half, shape.Samples));
        Concatenation.Backward(both.Batch, leftShape.Channels, rightGradient.Batch, new UnitRange(0, shape.Samples));
        Assert.Equal(leftValues, leftGradient.Written());
        Assert.Equal(rightValues, rightGradient.Written());
    }

    private static IEnumerable<float> Pixel(float[] values, int pixel, int channels) => values.Skip(pixel * channels).Take(channels);
}
