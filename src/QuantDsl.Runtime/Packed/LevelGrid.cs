using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The levels of packed weights.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum LevelGrid
{
    /// <summary>±1 with 1 bit; else {−n, …, n}/n with n = 2^(k−1) − 1.</summary>
    Linear,

    /// <summary>{0, ±2^−(n−1), …, ±½, ±1}.</summary>
    Logarithmic,

    /// <summary>{−1, 0, 1}, with a scale for positive and another for negative weights.</summary>
    TwoScale,
}
