using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Memory;

/// <summary>The latent weights of untrained models.</summary>
public sealed class InitialWeightsTests
{
    /// <summary>These are relied upon by who wants to repeat a run: they are the same on every system and with every version.</summary>
    [Fact]
    public void A_seed_gives_the_same_weights_for_ever()
    {
        Assert.Equal(
            [0.47116542f, -0.01585728f, -0.3904587f, 0.30160242f, -0.4115184f, 0.29221392f],
            Draw(seed: 1, parameter: 0, bound: 0.5f, count: 6));
        Assert.Equal(
            [0.45944172f, 0.17053431f, 0.48643202f, 0.07192838f, -0.47705913f, -0.09208119f],
            Draw(seed: -5, parameter: 3, bound: 0.5f, count: 6));
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.05f)]
    [InlineData(0.12309149f)]
    public void They_are_uniform_within_the_bound(float bound)
    {
        const int count = 400_000;
        float[] weights = Draw(seed: 3, parameter: 1, bound, count);
        Assert.True(weights.Min() >= -bound && weights.Max() < bound);
        int[] tenths = new int[10];
        foreach (float weight in weights)
            tenths[(int)((weight + bound) / (2 * bound) * 10)]++;
        Assert.All(tenths, number => Assert.InRange(number, 39_000, 41_000)); // five standard deviations
        Assert.InRange(weights.Average() / bound, -0.005, 0.005);
    }

    [Fact]
    public void The_largest_number_is_below_the_bound()
    {
        for (float bound = 1e-20f; bound < 2; bound *= 1.37f)
            Assert.True(bound * ((2 * (1 - (1f / (1 << 24)))) - 1) < bound, $"{bound:R}");
    }

    [Fact]
    public void Seeds_and_parameters_have_streams_of_their_own()
    {
        float[][] streams =
        [
            .. from seed in Enumerable.Range(-8, 16)
               from parameter in Enumerable.Range(0, 8)
               select Draw(seed, parameter, bound: 1, count: 50),
        ];
        Assert.Equal(streams.Length, streams.Select(stream => stream[0]).Distinct().Count());
        for (int i = 0; i < streams.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.InRange(streams[i].Zip(streams[j], (a, b) => (double)a * b).Average(), -0.3, 0.3); // six standard deviations
        }
    }

    [Fact]
    public void A_model_draws_each_of_its_weights_from_its_own_stream()
    {
        using TinyConvNet model = new(seed: 9);
        float[] latent = new float[800];
        model.Conv2.CopyLatent(latent);
        float bound = (float)Math.Sqrt(1.5 / ((4 * 25) + (8 * 25)));
        Assert.Equal(Draw(seed: 9, StoredParameter.Of(model.Conv2.Weight).Index, bound, latent.Length), latent);
    }

    private static float[] Draw(long seed, int parameter, float bound, int count)
    {
        float[] weights = new float[count];
        InitialWeights.Draw(seed, parameter, bound, weights);
        return weights;
    }
}
