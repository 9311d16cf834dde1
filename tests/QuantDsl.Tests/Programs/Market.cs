namespace QuantDsl.Tests.Programs;

/// <summary>A made-up market: a price of size, age and distance, all about 0 and of size 1.</summary>
public static class Market
{
    /// <summary>What a house is worth.</summary>
    public static float Price(float size, float age, float distance) => 1 + size - (0.5f * age) + (0.5f * size * MathF.Cos(2 * distance));

    /// <summary>Houses and their prices, some of which are wrong by a lot.</summary>
    public static (float[] Houses, float[] Prices) Draw(int count, int seed, double wrong = 0)
    {
        var random = new Random(seed);
        float[] houses = new float[3 * count], prices = new float[count];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < 3; k++)
                houses[(3 * i) + k] = (3 * random.NextSingle()) - 1.5f;
            prices[i] = Price(houses[3 * i], houses[(3 * i) + 1], houses[(3 * i) + 2]);
            if (random.NextDouble() < wrong)
                prices[i] += 40;
        }
        return (houses, prices);
    }
}
