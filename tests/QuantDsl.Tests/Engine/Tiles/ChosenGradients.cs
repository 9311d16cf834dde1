namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// Seeded gradients. Steady: each weight keeps its own size of gradient, up to a percent, so that curvature and scales hardly move. A jump
/// makes those of weights in a band of magnitudes many times larger, which pulls the scale to the band.
/// </summary>
/// <param name="model">Whose weights.</param>
/// <param name="size">Size of the gradients; near ε = 1e-8 the curvature depends on ε and the bias correction, not only on ratios.</param>
/// <param name="seed">Seed.</param>
internal sealed class ChosenGradients(TiledModel model, double size, int seed = 7)
{
    private readonly Random _random = new(seed);
    private double[][]? _pattern;

    public float[][] Steady() =>
        [.. Pattern.Select(values => values.Select(value => (float)(value * (1 + (0.01 * ((2 * _random.NextDouble()) - 1))))).ToArray())];

    /// <param name="low">Where the band begins, relative to the largest weight of the parameter.</param>
    /// <param name="high">Where it ends.</param>
    /// <param name="factor">How many times larger.</param>
    /// <param name="sign">Of the weights; 0: either.</param>
    public float[][] Jump(double low, double high, float factor, int sign = 0)
    {
        float[][] gradients = Steady();
        for (int parameter = 0; parameter < gradients.Length; parameter++)
        {
            float[] weights = [.. model.Store.Parameters[parameter].Latent.data<float>()];
            float largest = weights.Max(MathF.Abs);
            for (int i = 0; i < weights.Length; i++)
            {
                float relative = MathF.Abs(weights[i]) / largest;
                if (relative >= low && relative < high && (sign == 0 || MathF.Sign(weights[i]) == sign))
                    gradients[parameter][i] *= factor;
            }
        }
        return gradients;
    }

    private double[][] Pattern => _pattern ??=
    [
        .. model.Store.Parameters.Select(parameter => Enumerable.Range(0, (int)parameter.Latent.numel()).Select(_ => Draw()).ToArray()),
    ];

    private double Draw() => size * (_random.Next(2) == 0 ? -1 : 1) * (0.3 + (2 * _random.NextDouble()));
}
