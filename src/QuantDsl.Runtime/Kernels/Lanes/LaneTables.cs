using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Which of four numbers each of the 8 or 16 sums of a table subtracts, as sign bits.</summary>
internal static class LaneTables
{
    /// <summary>The highest bit of a lane.</summary>
    public const int Sign = int.MinValue;

    /// <summary>The lanes whose number has a bit clear get a sign: the 8 sums that add d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Eight(int bit) =>
        Vector256.AndNot(Vector256.Create(Sign), Vector256<int>.Indices << (31 - bit)).AsSingle();

    /// <summary>All 16 sums: those from 8 on are the first 8 with the opposite sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sixteen(int bit) =>
        Vector512.Create(Eight(bit), Eight(bit) ^ Vector256.Create(Sign).AsSingle());

    /// <summary>The sign of d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Last() => Vector512.Create(Vector256<float>.Zero, Vector256.Create(Sign).AsSingle());
}
