using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <content>Look-ups: a register holds the sums that add d, and a sign makes the others.</content>
public readonly unsafe partial struct Lanes8
{
    /// <inheritdoc/>
    public static int TableLength => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteTable(float* four, float* table)
    {
        Vector256<float> ab = (Vector256.Create(four[0]) ^ LaneTables.Eight(0)) + (Vector256.Create(four[1]) ^ LaneTables.Eight(1));
        Vector256<float> abc = ab + (Vector256.Create(four[2]) ^ LaneTables.Eight(2));
        Vector256.Store(abc + Vector256.Create(four[3]), table);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LookUp(float* table, Lanes8 signs)
    {
        Vector256<int> index = signs._lanes.AsInt32();
        Vector256<float> sum = Avx2.IsSupported
            ? Avx2.PermuteVar8x32(Vector256.Load(table), index)
            : Vector256.Shuffle(Vector256.Load(table), index & Vector256.Create(7));
        return new(sum ^ ((index << 28) & Vector256.Create(LaneTables.Sign)).AsSingle());
    }
}
