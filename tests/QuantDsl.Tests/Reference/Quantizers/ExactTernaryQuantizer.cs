namespace QuantDsl.Tests.Reference;

/// <summary>Exact ternary (LATe): the global minimiser over α and b ∈ {−1, 0, 1}; at the optimum b has the sign of w.</summary>
public sealed class ExactTernaryQuantizer : IQuantizer
{
    public bool IsQuantized => true;

    public int ScaleCount => 1;

    public Quantization Quantize(double[] w, double[] d, double[] previousScales)
    {
        double[] magnitudes = [.. w.Select(Math.Abs)];
        (double scale, double[] levels) = ExactSolver.Solve(magnitudes, d, previousScales[0]);
        for (int i = 0; i < w.Length; i++) levels[i] *= Math.Sign(w[i]);
        return Quantization.WithOneScale(scale, levels);
    }
}
