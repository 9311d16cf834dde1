using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// What rounding may do to a pass of a network: the pass again, with every value and gradient a few ulps of float32 beside itself, at
/// random. How far results then lie from the exact ones says how exact float32 can be in this network, however much of it cancels.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="loss">Its loss.</param>
/// <param name="seed">Seed of the noise.</param>
/// <param name="isRelative">Whether 0 stays 0; else noise is relative to the largest value of an array.</param>
internal sealed class RoundingNoise(ReferenceNetwork network, ILoss loss, int seed, bool isRelative = false)
{
    /// <summary>Of a value, relative.</summary>
    private const double Amplitude = 4 * Tolerances.HalfUlp;

    private readonly Random _random = new(seed);

    /// <summary>Does a pass with noise; derivatives at kinks stay those of the pass before.</summary>
    public T Run<T>(Func<T> pass)
    {
        Set(isOn: true);
        try
        {
            return pass();
        }
        finally
        {
            Set(isOn: false);
        }
    }

    /// <summary>Numbers within their errors, at random.</summary>
    public double[] Within(Uncertain x) => [.. x.Values.Select((value, i) => value + (x.Errors[i] * Next()))];

    /// <summary>Quantized weights with other scales: equal ones stay equal.</summary>
    public double[] Scaled(double[] quantized, double error)
    {
        Dictionary<double, double> factors = [];
        return [.. quantized.Select(q =>
        {
            if (!factors.TryGetValue(q, out double factor))
                factors[q] = factor = 1 + (error * Next());
            return q * factor;
        })];
    }

    private void Set(bool isOn)
    {
        network.Rounding = isOn ? Change : null;
        loss.Rounding = isOn ? Change : null;
        foreach (NetworkLayer layer in network.Layers)
        {
            if (layer is IKink kink)
                kink.IsFrozen = isOn;
            switch (layer is PerPositionLayer position ? position.Layer : layer)
            {
                case BatchNormLayer norm:
                    norm.Rounding = isOn ? Change : null;
                    break;
                case LayerNormLayer norm:
                    norm.Rounding = isOn ? Change : null;
                    break;
            }
        }
    }

    private void Change(NdArray values)
    {
        double largest = 0;
        foreach (double x in values.Data)
        {
            if (double.IsFinite(x))
                largest = Math.Max(largest, Math.Abs(x));
        }
        for (int i = 0; i < values.Data.Length; i++)
            values.Data[i] += Amplitude * Next() * (isRelative ? values.Data[i] : largest);
    }

    private double Change(double x) => x * (1 + (Amplitude * Next()));

    private double Next() => (2 * _random.NextDouble()) - 1;
}
