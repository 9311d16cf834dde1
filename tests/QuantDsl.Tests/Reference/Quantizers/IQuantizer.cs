namespace QuantDsl.Tests.Reference;

/// <summary>
/// The solver <c>Q_D(w; α₀) → (α, b)</c> of DESIGN §1: minimises ½ Σ D (w − αb)² over a grid (LAQ eq. 6; BLAQ Algorithm 2).
/// </summary>
public interface IQuantizer
{
    /// <summary>False for full precision only: such parameters are not clipped to [−1, 1].</summary>
    bool IsQuantized { get; }

    /// <summary>The number of scales that <see cref="Quantize"/> takes and returns.</summary>
    int ScaleCount { get; }

    /// <summary>Quantizes <paramref name="w"/> under the curvature <paramref name="d"/> (same length, positive).</summary>
    /// <param name="previousScales">
    /// The scales of the previous step, <see cref="ScaleCount"/> of them. One that is not positive (0, NaN) means "no previous scale":
    /// the solver then starts from Σ D|w| / Σ D.
    /// </param>
    Quantization Quantize(double[] w, double[] d, double[] previousScales);
}
