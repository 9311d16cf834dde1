using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <content>Look-ups: a register holds all sums.</content>
public readonly unsafe partial struct Lanes16
{
    /// <inheritdoc/>
    public static int TableLength => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteTable(float* four, float* table)
    {
        Vector512<float> ab = (Vector512.Create(four[0]) ^ LaneTables.Sixteen(0)) + (Vector512.Create(four[1]) ^ LaneTables.Sixteen(1));
        Vector512<float> abc = ab + (Vector512.Create(four[2]) ^ LaneTables.Sixteen(2));
        Vector512.Store(abc + (Vector512.Create(four[3]) ^ LaneTables.Last()), table);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LookUp(float* table, Lanes16 signs)
    {
        Vector512<int> index = signs._lanes.AsInt32();
        return new(Avx512F.IsSupported
            ? Avx512F.PermuteVar16x32(Vector512.Load(table), index)
            : Vector512.Shuffle(Vector512.Load(table), index & Vector512.Create(15)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ChooseOf16(float* table, Lanes16 codes) => LookUp(table, codes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ChooseOf16OrOpposite(float* table, Lanes16 codes) => ChooseOf32(table, codes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ChooseOf32(float* table, Lanes16 codes)
    {
        Vector512<int> index = codes._lanes.AsInt32();
        if (Avx512F.IsSupported)
            return new(Avx512F.PermuteVar16x32x2(Vector512.Load(table), index, Vector512.Load(table + 16)));
        Vector512<int> isUpper = (index << 27) >> 31;
        return new(Vector512.ConditionalSelect(isUpper.AsSingle(), LookUp(table + 16, codes)._lanes, LookUp(table, codes)._lanes));
    }
}
