namespace QuantDsl.Tests.Reference;

/// <summary>Linear grid of k ≥ 2 bits: levels {−n..n}/n with n = 2^(k−1) − 1, so that 2 bits is ternary.</summary>
public sealed class LinearQuantizer : IQuantizer
{
    private readonly int _n;

    public LinearQuantizer(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        _n = (1 << (bits - 1)) - 1;
    }

    /// <summary>0, 1/n, …, 1.</summary>
    public double[] Magnitudes => [.. Enumerable.Range(0, _n + 1).Select(level => (double)level / _n)];

    public bool IsQuantized => true;

    public int ScaleCount => 1;

    /// <summary>Π(u) = round(clip(u, −1, 1)·n)/n, round half to even.</summary>
    public double Project(double u) => Math.Round(Math.Clamp(u, -1, 1) * _n, MidpointRounding.ToEven) / _n;

    public Quantization Quantize(double[] w, double[] d, double[] previousScales)
    {
        (double scale, double[] levels) = AlternatingSolver.Solve(w, d, previousScales[0], Project);
        return Quantization.WithOneScale(scale, levels);
    }
}
