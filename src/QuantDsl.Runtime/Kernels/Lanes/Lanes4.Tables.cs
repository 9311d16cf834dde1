using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <content>Look-ups: no register holds the sums, so signs are flipped and the sum is made anew.</content>
public readonly unsafe partial struct Lanes4
{
    /// <inheritdoc/>
    public static int TableLength => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteTable(float* four, float* table) => Vector128.Store(Vector128.Load(four), table);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LookUp(float* table, Lanes4 signs)
    {
        // Where the sum adds d, a is subtracted if its bit is clear; the sign of the whole comes last.
        Vector128<int> bits = signs._lanes.AsInt32(), isClear = ~bits, sign = Vector128.Create(LaneTables.Sign);
        Vector128<float> a = Vector128.Create(table[0]) ^ ((isClear << 31) & sign).AsSingle();
        Vector128<float> b = Vector128.Create(table[1]) ^ ((isClear << 30) & sign).AsSingle();
        Vector128<float> c = Vector128.Create(table[2]) ^ ((isClear << 29) & sign).AsSingle();
        return new((a + b + c + Vector128.Create(table[3])) ^ ((bits << 28) & sign).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ChooseOf16(float* table, Lanes4 codes)
    {
        Vector128<int> index = codes._lanes.AsInt32();
        Vector128<float> bit2 = ((index << 29) >> 31).AsSingle(), bit3 = ((index << 28) >> 31).AsSingle();
        var lower = Vector128.ConditionalSelect(bit2, Choose(table + 4, index), Choose(table, index));
        var upper = Vector128.ConditionalSelect(bit2, Choose(table + 12, index), Choose(table + 8, index));
        return new(Vector128.ConditionalSelect(bit3, upper, lower));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ChooseOf16OrOpposite(float* table, Lanes4 codes)
    {
        Vector128<int> sign = (codes._lanes.AsInt32() << 27) & Vector128.Create(LaneTables.Sign);
        return new(ChooseOf16(table, codes)._lanes ^ sign.AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ChooseOf32(float* table, Lanes4 codes)
    {
        Vector128<int> isUpper = (codes._lanes.AsInt32() << 27) >> 31;
        return new(Vector128.ConditionalSelect(
            isUpper.AsSingle(), ChooseOf16(table + 16, codes)._lanes, ChooseOf16(table, codes)._lanes));
    }

    /// <summary>The number of four that the lowest two bits of each lane choose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Choose(float* table, Vector128<int> index) =>
        Vector128.Shuffle(Vector128.Load(table), index & Vector128.Create(3));
}
