using QuantDsl.Data;

namespace QuantDsl.Tests.Data;

public sealed class SplitMix64Tests
{
    /// <summary>The first numbers of the reference implementation (Vigna, splitmix64.c) from the state 1234567.</summary>
    [Fact]
    public void Agrees_with_the_reference()
    {
        var random = new SplitMix64(1234567);
        ulong[] numbers = [random.Next(), random.Next(), random.Next(), random.Next(), random.Next()];

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], numbers);
    }

    [Fact]
    public void Seeds_of_pairs_are_not_symmetric() => Assert.NotEqual(SplitMix64.Mix(1, 2), SplitMix64.Mix(2, 1));

    [Fact]
    public void Bounded_numbers_are_in_range_and_even()
    {
        var random = new SplitMix64(1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.NextBelow(7)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Normal_numbers_have_mean_0_and_deviation_1()
    {
        var random = new SplitMix64(2);
        double sum = 0, squares = 0;
        for (int i = 0; i < 50_000; i++)
        {
            System.Numerics.Vector2 pair = random.NextNormals();
            sum += pair.X + pair.Y;
            squares += pair.LengthSquared();
        }

        Assert.Equal(0, sum / 100_000, .02);
        Assert.Equal(1, squares / 100_000, .02);
    }
}
