namespace QuantDsl;

/// <summary>How scale and levels are found.</summary>
public enum Solver
{
    /// <summary>Alternates between levels and scale from the last step's scale, at most 10 times. Closed form at 1 bit.</summary>
    Alternating,

    /// <summary>The global minimiser, by sorting the magnitudes (LATe). For 1 and 2 bits; costs a sort of every layer in every step.</summary>
    Exact,
}
