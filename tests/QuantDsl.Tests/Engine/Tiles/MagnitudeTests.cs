using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine.Tiles;

public sealed class MagnitudeTests
{
    public static TheoryData<int> Lengths => [0, 1, 7, 8, 31, 32, 33, 63, 64, 100, 1000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Is_the_largest_wherever_it_is(int length)
    {
        float[] values = [.. TestData.Normal(1, length).Select(x => (float)x)];
        Assert.Equal(values.Select(MathF.Abs).Append(0f).Max(), Magnitude.Largest(values));
        for (int i = 0; i < length; i++)
        {
            foreach (float extreme in new[] { 100f, -100f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, -float.NaN })
            {
                float[] changed = [.. values];
                changed[i] = extreme;
                Assert.Equal(MathF.Abs(extreme), Magnitude.Largest(changed));
            }
        }
    }

    [Fact]
    public void Signs_do_not_count_and_NaN_is_above_infinity()
    {
        Assert.Equal(0f, Magnitude.Largest([-0f, 0f]));
        Assert.True(float.IsNaN(Magnitude.Largest([float.PositiveInfinity, float.NaN, float.NegativeInfinity])));
        Assert.Equal(float.Epsilon, Magnitude.Largest([-float.Epsilon, 0f]));
    }
}
