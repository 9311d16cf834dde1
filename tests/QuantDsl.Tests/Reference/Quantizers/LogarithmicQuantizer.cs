namespace QuantDsl.Tests.Reference;

/// <summary>Logarithmic grid of k ≥ 2 bits: levels {0, ±2^-(n−1), …, ±½, ±1} with n = 2^(k−1) − 1, so that 2 bits is ternary.</summary>
public sealed class LogarithmicQuantizer : IQuantizer
{
    public LogarithmicQuantizer(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        int n = (1 << (bits - 1)) - 1;
        Magnitudes = [0, .. Enumerable.Range(0, n).Select(i => Math.ScaleB(1, i - (n - 1)))];
    }

    /// <summary>0, then 2^-(n-1), …, ½, 1.</summary>
    public double[] Magnitudes { get; }

    public bool IsQuantized => true;

    public int ScaleCount => 1;

    /// <summary>The nearest level; a tie goes to the smaller magnitude.</summary>
    public double Project(double u)
    {
        double magnitude = Math.Min(Math.Abs(u), 1);
        double nearest = 0;
        foreach (double level in Magnitudes)
        {
            // Levels ascend, so "strictly nearer" leaves a tie with the smaller one.
            if (Math.Abs(magnitude - level) < Math.Abs(magnitude - nearest)) nearest = level;
        }

        return u < 0 ? -nearest : nearest;
    }

    public Quantization Quantize(double[] w, double[] d, double[] previousScales)
    {
        (double scale, double[] levels) = AlternatingSolver.Solve(w, d, previousScales[0], Project);
        return Quantization.WithOneScale(scale, levels);
    }
}
