using System.Runtime.Intrinsics;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Lists of candidates in the memory of a tile: values in the first half, their curvature in the second.</summary>
public sealed class CandidateListTests
{
    private const int Guard = 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(97)]
    [InlineData(200)]
    public void Keeps_order_until_it_is_full_and_touches_nothing_outside(int length)
    {
        Random random = new(3);
        for (int run = 0; run < 200; run++)
        {
            float[] memory = [.. Enumerable.Repeat(float.NaN, length + (2 * Guard))];
            var list = new CandidateList(memory.AsSpan(Guard, length));
            List<float> values = [];
            List<float> curvature = [];
            for (int vector = 0; vector < 12; vector++)
            {
                float[] w = Draw(random);
                float[] d = Draw(random);
                int bits = random.Next(3) == 0 ? 0 : random.Next(65536) & random.Next(65536);
                list.Add(Vector512.Create<float>(w), Vector512.Create<float>(d), LaneMask.Of(bits));
                if (values.Count <= length / 2)
                {
                    values.AddRange(w.Where((_, lane) => (bits >> lane & 1) != 0));
                    curvature.AddRange(d.Where((_, lane) => (bits >> lane & 1) != 0));
                }
                int expected = values.Count <= length / 2 ? values.Count : -1;
                Assert.Equal(expected, list.Count); // −1 stays −1, also where one would fit again
                if (expected >= 0)
                {
                    Assert.Equal(values, memory[Guard..(Guard + expected)]);
                    int half = Guard + (length / 2);
                    Assert.Equal(curvature, memory[half..(half + expected)]);
                }
            }
            Assert.False(memory.AsSpan(0, Guard).ContainsAnyExcept(float.NaN));
            Assert.False(memory.AsSpan(Guard + length).ContainsAnyExcept(float.NaN));
        }
    }

    private static float[] Draw(Random random) => [.. Enumerable.Range(0, Lanes.Count).Select(_ => (float)random.NextDouble())];
}
