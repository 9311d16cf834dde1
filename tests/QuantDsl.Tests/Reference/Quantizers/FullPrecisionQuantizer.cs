namespace QuantDsl.Tests.Reference;

/// <summary>Full precision: q = w, no scale.</summary>
public sealed class FullPrecisionQuantizer : IQuantizer
{
    public bool IsQuantized => false;

    public int ScaleCount => 0;

    public Quantization Quantize(double[] w, double[] d, double[] previousScales) => new([], [.. w], [.. w]);
}
