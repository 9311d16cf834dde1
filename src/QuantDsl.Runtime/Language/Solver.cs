namespace QuantDsl;

/// <summary>
/// How scale and levels are found: by a fast iteration, or as the exact optimum, which takes longer. Both minimise ½ Σ D (w − αb)² (LAQ,
/// eq. 6).
/// </summary>
public enum Solver
{
    /// <summary>
    /// Alternates between levels and scale, starting from the previous step's scale, for at most 10 iterations (BLAQ, Algorithm 2). With 1
    /// bit the solution has a closed form.
    /// </summary>
    Alternating,

    /// <summary>
    /// Finds the global minimum by sorting the magnitudes (LATe in the LAQ paper). For 1 and 2 bits; sorts each layer in each step.
    /// </summary>
    Exact,
}
