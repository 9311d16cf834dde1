using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>The levels b of quantized weights q = α·b. They are symmetric about 0, so only magnitudes are rounded.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGrid
{
    /// <summary>Scales of a row: 1, or 2 if positive and negative weights have one each.</summary>
    static abstract int ScalesPerRow { get; }

    /// <summary>Whether the levels are −1, 0 and 1: then comparisons with α/2 take the place of <see cref="Round"/>.</summary>
    static abstract bool IsTernary { get; }

    /// <summary><see cref="Round"/> returns multiples of 1/Unit in units of 1/Unit.</summary>
    static abstract int Unit { get; }

    /// <summary>How many boundaries of levels near the largest level move when the scale moves by one interval between them.</summary>
    static abstract int Density { get; }

    /// <summary>The nearest level of u = |w|/α in [0, 1], in units of 1/<see cref="Unit"/>.</summary>
    static abstract Vector512<float> Round(Vector512<float> u);

    /// <summary>A whole number from 0 to 127 for each level that <see cref="Round"/> returns.</summary>
    static abstract Vector512<float> Code(Vector512<float> level);
}
