using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Levels {−1, 0, 1}: 2 bits on the linear and on the logarithmic grid.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TernaryGrid : IGrid
{
    /// <inheritdoc/>
    public static int ScalesPerRow => 1;

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
