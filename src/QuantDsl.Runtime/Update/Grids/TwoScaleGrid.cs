using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Levels {−α₋, 0, α₊}: ternary, with a scale for positive and another for negative weights (LAT2).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TwoScaleGrid : IGrid
{
    /// <inheritdoc/>
    public static int ScalesPerRow => 2;

    /// <inheritdoc/>
    public static bool IsTernary => true;

    /// <inheritdoc/>
    public static int Unit => 1;

    /// <inheritdoc/>
    public static int Density => 1;

    /// <inheritdoc/>
    public static Vector512<float> Round(Vector512<float> u) => Vector512<float>.One & Vector512.GreaterThan(u, Vector512.Create(0.5f));

    /// <inheritdoc/>
    public static Vector512<float> Code(Vector512<float> level) => level;
}
