namespace QuantDsl.Tests.Reference;

/// <summary>Two-scale ternary, solved exactly on each side. Scales are [α₊, α₋].</summary>
public sealed class ExactTwoScaleTernaryQuantizer : IQuantizer
{
    public bool IsQuantized => true;

    public int ScaleCount => 2;

    public Quantization Quantize(double[] w, double[] d, double[] previousScales) =>
        Sides.Quantize(w, d, previousScales, ExactSolver.Solve);
}
