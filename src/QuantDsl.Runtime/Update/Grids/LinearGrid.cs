using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Levels {−n, …, n}/n with n = 2^(k−1) − 1; halfway goes to the even multiple of 1/n.</summary>
/// <typeparam name="TBits">Bits k, from 3.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LinearGrid<TBits> : IGrid
    where TBits : struct, IBitWidth
{
    /// <inheritdoc/>
    public static int ScalesPerRow => 1;

    /// <inheritdoc/>
    public static bool IsTernary => false;

    /// <inheritdoc/>
    public static int Unit => (1 << (TBits.Bits - 1)) - 1;

    /// <inheritdoc/>
    public static int Density => (1 << (TBits.Bits - 1)) - 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> u) => Lanes.Round(u * (float)((1 << (TBits.Bits - 1)) - 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Code(Vector512<float> level) => level;
}
