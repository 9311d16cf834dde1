using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Levels {0, ±2^−(n−1), …, ±½, ±1} with n = 2^(k−1) − 1; halfway goes to the smaller level.</summary>
/// <typeparam name="TBits">Bits k, from 3.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LogarithmicGrid<TBits> : IGrid
    where TBits : struct, IBitWidth
{
    private const int ExponentBias = 127;
    private const int MantissaBits = 23;

    /// <inheritdoc/>
    public static int ScalesPerRow => 1;

    /// <inheritdoc/>
    public static bool IsTernary => false;

    /// <inheritdoc/>
    public static int Unit => 1;

    /// <inheritdoc/>
    public static int Density => 1;

    /// <summary>2^−(n−1), the smallest level above 0.</summary>
    private static float Smallest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.Int32BitsToSingle((ExponentBias + 2 - (1 << (TBits.Bits - 1))) << MantissaBits);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> u) => Lanes.NearestPowerOfTwo(u, Smallest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Code(Vector512<float> level) => Lanes.Exponent(level);
}
