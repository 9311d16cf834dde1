using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Positive and negative weights share a scale.</summary>
internal readonly struct BothSides : ISide
{
    /// <inheritdoc/>
    public static int Number => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Magnitude(Vector512<float> w) => Vector512.Abs(w);
}

/// <summary>The positive weights.</summary>
internal readonly struct PositiveSide : ISide
{
    /// <inheritdoc/>
    public static int Number => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Magnitude(Vector512<float> w) => w;
}

/// <summary>The negative weights.</summary>
internal readonly struct NegativeSide : ISide
{
    /// <inheritdoc/>
    public static int Number => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Magnitude(Vector512<float> w) => -w;
}
