using System.Runtime.Intrinsics;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>The vector primitives, at tails above all: a guard around the span shows what they touch.</summary>
public sealed class LanesTests
{
    private const int Guard = 20;

    private static readonly float[] Sixteen = [.. Enumerable.Range(1, Lanes.Count).Select(lane => lane * 1.25f)];

    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Load_reads_what_is_inside_and_0_beyond(int length)
    {
        float[] memory = Guarded(length);
        for (int i = 0; i < length; i++)
            memory[Guard + i] = i + 1;
        for (int start = 0; start <= length; start++)
        {
            Vector512<float> lanes = Lanes.Load(memory.AsSpan(Guard, length), start);
            Assert.Equal(Enumerable.Range(start, Lanes.Count).Select(i => i < length ? i + 1f : 0f), Values(lanes));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Store_writes_what_is_inside(int length)
    {
        for (int start = 0; start <= length; start++)
        {
            float[] memory = Guarded(length);
            Lanes.Store(Vector512.Create<float>(Sixteen), memory.AsSpan(Guard, length), start);
            float[] expected = Guarded(length);
            for (int lane = 0; lane < Lanes.Count && start + lane < length; lane++)
                expected[Guard + start + lane] = Sixteen[lane];
            Assert.Equal(expected, memory);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ExchangeLevels_counts_and_writes_what_is_inside(int length)
    {
        float[] levels = [-127, 127, 0, -0f, 1, -1, 64, -64, 100, -100, 2, 3, 4, 5, 6, 7];
        for (int start = 0; start <= length; start++)
        {
            sbyte[] memory = [.. Enumerable.Repeat((sbyte)-128, length + (2 * Guard))];
            int inside = Math.Min(Lanes.Count, length - start);
            Assert.Equal(inside, Lanes.ExchangeLevels(Vector512.Create<float>(levels), memory.AsSpan(Guard, length), start));
            sbyte[] expected = [.. Enumerable.Repeat((sbyte)-128, length + (2 * Guard))];
            for (int lane = 0; lane < inside; lane++)
                expected[Guard + start + lane] = (sbyte)levels[lane];
            Assert.Equal(expected, memory);
            Assert.Equal(0, Lanes.ExchangeLevels(Vector512.Create<float>(levels), memory.AsSpan(Guard, length), start));
            if (inside > 1)
            {
                Vector512<float> one = Vector512.Create<float>(levels).WithElement(1, 5);
                Assert.Equal(1, Lanes.ExchangeLevels(one, memory.AsSpan(Guard, length), start));
            }
        }
    }

    [Fact]
    public void ExchangeSigns_counts_opposites_and_0_is_opposite_to_nothing()
    {
        float[] values = [-2, -float.Epsilon, -0f, 0, float.Epsilon, 3];
        foreach (float before in values)
        {
            foreach (float now in values)
            {
                for (int lane = 0; lane < Lanes.Count; lane++)
                {
                    uint signs = uint.MaxValue;
                    Lanes.ExchangeSigns(Vector512<float>.Zero.WithElement(lane, before), ref signs);
                    int opposite = Lanes.ExchangeSigns(Vector512<float>.Zero.WithElement(lane, now), ref signs);
                    Assert.Equal(MathF.Sign(before) * MathF.Sign(now) < 0 ? 1 : 0, opposite);
                }
            }
        }
    }

    [Fact]
    public void Exponent_tells_powers_of_two_apart()
    {
        float[] powers = [0, .. Enumerable.Range(0, 127).Select(power => MathF.ScaleB(1, -power))];
        Assert.Equal(
            [0, .. Enumerable.Range(0, 127).Select(power => 127f - power)],
            powers.Select(power => Lanes.Exponent(Vector512.Create(power))[7]));
    }

    [Fact]
    public void Largest_finds_every_lane()
    {
        for (int lane = 0; lane < Lanes.Count; lane++)
            Assert.Equal(21f, Lanes.Largest(Vector512.Create<float>(Sixteen).WithElement(lane, 21)));
    }

    [Fact]
    public void StoreChosen_writes_the_chosen_lanes_in_order_with_room_and_without()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float[] chosen = [.. Sixteen.Where((_, lane) => (bits >> lane & 1) != 0)];
            foreach (int room in new[] { chosen.Length, Lanes.Count }) // room for a whole vector: an instruction of AVX-512, if there
            {
                const int start = 3;
                float[] memory = Guarded(start + room);
                Lanes.StoreChosen(Vector512.Create<float>(Sixteen), LaneMask.Of(bits), memory.AsSpan(Guard, start + room), start);
                if (!memory.AsSpan(Guard + start, chosen.Length).SequenceEqual(chosen)
                    || memory.AsSpan(0, Guard + start).ContainsAnyExcept(float.NaN)
                    || memory.AsSpan(Guard + start + room).ContainsAnyExcept(float.NaN))
                {
                    Assert.Fail($"bits {bits:b16}, room {room}: {string.Join(", ", memory)}");
                }
            }
        }
    }

    [Fact]
    public void Signs_as_bits_and_back()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Vector512<float> lanes = Lanes.PlusOrMinus(0.75f, (ushort)bits);
            if (Lanes.NotNegative(lanes) != bits)
                Assert.Fail($"bits {bits:b16} came back as {Lanes.NotNegative(lanes):b16}");
        }
        IEnumerable<float> expected = Enumerable.Range(0, Lanes.Count).Select(lane => lane is 0 or 9 ? 0.75f : -0.75f);
        Assert.Equal(expected, Values(Lanes.PlusOrMinus(0.75f, 0b10_0000_0001)));
    }

    [Fact]
    public void Zero_of_either_sign_is_not_negative()
    {
        float[] values =
        [
            0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity,
            -0f, 0f, -1f, 1f, -0f, -2f, 2f, float.NaN,
        ];
        Assert.Equal(0b0101_1011_0101_0111, Lanes.NotNegative(Vector512.Create<float>(values)));
    }

    [Fact]
    public void Sums_are_in_double()
    {
        var tiny = Vector512.Create(1e-12f);
        var sum = Vector512.Create(1.0);
        Lanes.Add(ref sum, tiny);
        Lanes.AddProduct(ref sum, tiny, Vector512.Create(0.1f));
        double expected = 1.0 + ((double)1e-12f + 1e-12f);
        expected += ((double)1e-12f * 0.1f) + ((double)1e-12f * 0.1f);
        Assert.Equal(Vector512.Create(expected), sum);
    }

    private static float[] Guarded(int length) => [.. Enumerable.Repeat(float.NaN, length + (2 * Guard))];

    private static float[] Values(Vector512<float> lanes)
    {
        float[] values = new float[Lanes.Count];
        lanes.CopyTo(values);
        return values;
    }
}
