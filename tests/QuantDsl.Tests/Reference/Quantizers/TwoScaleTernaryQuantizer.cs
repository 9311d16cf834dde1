namespace QuantDsl.Tests.Reference;

/// <summary>
/// Two-scale ternary (LAT2): values {−α₋, 0, α₊}. Each side is an alternation of its own over levels {0, 1}, with its own start and its
/// own stopping test. Scales are [α₊, α₋]; a side without weights keeps its previous scale (0 if it has none).
/// </summary>
public sealed class TwoScaleTernaryQuantizer : IQuantizer
{
    private static readonly LinearQuantizer Ternary = new(2);

    public bool IsQuantized => true;

    public int ScaleCount => 2;

    // Magnitudes are positive, so the ternary Π gives 0 or 1 (exactly half: 0).
    public Quantization Quantize(double[] w, double[] d, double[] previousScales) =>
        Sides.Quantize(w, d, previousScales, (x, dx, previous) => AlternatingSolver.Solve(x, dx, previous, Ternary.Project));
}
