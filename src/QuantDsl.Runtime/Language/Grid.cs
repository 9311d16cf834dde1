namespace QuantDsl;

/// <summary>Levels that a quantized weight may take, in units of its scale; k is the number of bits and n = 2^(k−1) − 1.</summary>
public enum Grid
{
    /// <summary>{−n, …, n}/n; 2 bits is ternary {−1, 0, 1}.</summary>
    Linear,

    /// <summary>{0, ±2^−(n−1), …, ±½, ±1}: powers of two.</summary>
    Logarithmic,

    /// <summary>Ternary with a scale of its own for positive and for negative weights (LAT2); 2 bits only.</summary>
    TwoScale,
}
