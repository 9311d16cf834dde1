using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>
/// Kernels that treat each number by itself, over images with and without room between their rows. All results are exact.
/// </summary>
public sealed unsafe class PointwiseTests
{
    public static TheoryData<int> Seeds => KernelData.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sums(int seed)
    {
        var pointwise = new PointwiseCase(seed);
        float[] left = KernelData.Normal(pointwise.Random, pointwise.Shape.Count);
        float[] right = KernelData.Normal(pointwise.Random, pointwise.Shape.Count);

        Expect(left.Select((value, i) => value + right[i]), Sum<Lanes4, Identity>(), Sum<Lanes8, Identity>(), Sum<Lanes16, Identity>());
        Expect(left.Select((value, i) => Math.Max(value + right[i], 0)), Sum<Lanes4, Relu>(), Sum<Lanes8, Relu>(), Sum<Lanes16, Relu>());

        float[] Sum<TLanes, TActivation>()
            where TLanes : unmanaged, ILanes<TLanes>
            where TActivation : IActivation =>
            pointwise.Zip(
                left,
                right,
                (in ImageBatch one, in ImageBatch other, in ImageBatch to, UnitRange samples) =>
                    Addition.Run<TLanes, TActivation>(one, other, to, samples));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_border_of_zeros_around_what_stays_as_it_is(int seed)
    {
        var random = new Random(seed);
        var shape = ImageShape.Random(random);
        int border = random.Next(0, 4);
        using var target = new GuardedImages(shape, border);
        Border.Zero(target.Batch, border, new UnitRange(0, shape.Samples));
        target.CheckGuards();
        for (int i = 0; i < target.Memory.Length; i++)
            Assert.True(target.IsInside(i) ? float.IsNaN(target.Memory[i]) : target.Memory[i] == 0, $"place {i}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Zeros_before_and_behind_sequences(int seed)
    {
        var random = new Random(seed);
        int samples = random.Next(1, 4), length = random.Next(1, 6), features = random.Next(1, 20), border = random.Next(0, 4);
        int end = border * features, stride = (length * features) + (2 * end) + random.Next(0, 3);
        using var memory = new GuardedMemory<float>(samples * stride);
        var geometry = new ImageGeometry(1, length, features, length * features, stride);
        Border.ZeroEnds(new ImageBatch(memory.Data + end, geometry), border, new UnitRange(0, samples));

        memory.CheckGuards();
        for (int i = 0; i < memory.Count; i++)
        {
            int place = i % stride;
            bool isBorder = place < end || (place >= end + (length * features) && place < (length * features) + (2 * end));
            Assert.True(isBorder ? memory.Values[i] == 0 : memory.IsPristine(i), $"place {i}");
        }
    }

    private static void Expect(IEnumerable<float> expected, float[] four, float[] eight, float[] sixteen) =>
        Assert.Equal(expected, KernelData.SameBits(four, eight, sixteen));
}
