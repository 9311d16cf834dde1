namespace QuantDsl.Tests.Reference;

/// <summary>Binary (1 bit), closed form: b = sign(w) with sign(0) = +1 and α = Σ D|w| / Σ D. The previous scale plays no part.</summary>
public sealed class BinaryQuantizer : IQuantizer
{
    public bool IsQuantized => true;

    public int ScaleCount => 1;

    public Quantization Quantize(double[] w, double[] d, double[] previousScales)
    {
        double scale = Weighted.MeanMagnitude(w, d);
        double[] levels = [.. w.Select(x => x >= 0 ? 1.0 : -1.0)];
        return Quantization.WithOneScale(scale, levels);
    }
}
