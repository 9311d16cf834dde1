namespace QuantDsl;

/// <summary>
/// The levels that a quantized weight can take, in units of its scale α; k is the number of bits, n = 2^(k−1) − 1. One bit is always ±1.
/// </summary>
public enum Grid
{
    /// <summary>Equally spaced levels {−n, …, n}/n; with 2 bits ternary, {−1, 0, 1}.</summary>
    Linear,

    /// <summary>Powers of two and zero: {0, ±2^−(n−1), …, ±½, ±1}.</summary>
    Logarithmic,

    /// <summary>
    /// Ternary with separate scales for positive and negative weights, {−α₋, 0, α₊} (LAT2 in the LAQ paper); 2 bits only.
    /// </summary>
    TwoScale,
}
