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
        return new(Choose(table, index) ^ ((index << 28) & Vector256.Create(LaneTables.Sign)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ChooseOf16(float* table, Lanes8 codes)
    {
        Vector256<int> index = codes._lanes.AsInt32();
        Vector256<int> isUpper = (index << 28) >> 31;
        return new(Vector256.ConditionalSelect(isUpper.AsSingle(), Choose(table + 8, index), Choose(table, index)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ChooseOf16OrOpposite(float* table, Lanes8 codes)
    {
        Vector256<int> sign = (codes._lanes.AsInt32() << 27) & Vector256.Create(LaneTables.Sign);
        return new(ChooseOf16(table, codes)._lanes ^ sign.AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ChooseOf32(float* table, Lanes8 codes)
    {
        Vector256<int> isUpper = (codes._lanes.AsInt32() << 27) >> 31;
        return new(Vector256.ConditionalSelect(
            isUpper.AsSingle(), ChooseOf16(table + 16, codes)._lanes, ChooseOf16(table, codes)._lanes));
    }

    /// <summary>The number of eight that the lowest three bits of each lane choose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Choose(float* table, Vector256<int> index) => Avx2.IsSupported
        ? Avx2.PermuteVar8x32(Vector256.Load(table), index)
        : Vector256.Shuffle(Vector256.Load(table), index & Vector256.Create(7));
}
