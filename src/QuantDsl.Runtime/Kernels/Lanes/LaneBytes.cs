using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <summary>Whole numbers from 0 to 255 as bytes in memory: exactly as many as are asked for, 1 to 16.</summary>
internal static unsafe class LaneBytes
{
    /// <summary>The next bytes, 0 after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* source, int count)
    {
        if (count == 16)
            return Vector128.Load(source);
        return count >= 8
            ? Vector128.Create(Unsafe.ReadUnaligned<ulong>(source), LoadPart(source + 8, count - 8)).AsByte()
            : Vector128.Create(LoadPart(source, count), 0ul).AsByte();
    }

    /// <summary>Writes the first bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> bytes, byte* target, int count)
    {
        if (count == 16)
        {
            bytes.Store(target);
        }
        else if (count >= 8)
        {
            Unsafe.WriteUnaligned(target, bytes.AsUInt64().GetElement(0));
            StorePart(bytes.AsUInt64().GetElement(1), target + 8, count - 8);
        }
        else
        {
            StorePart(bytes.AsUInt64().GetElement(0), target, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Widen512(Vector128<byte> bytes)
    {
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Int32(bytes);
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        return Vector512.Create(Widen256(low), Widen256(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Widen256(Vector128<byte> bytes) =>
        Avx2.IsSupported ? Avx2.ConvertToVector256Int32(bytes) : Widen256(Vector128.WidenLower(bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Widen128(Vector128<byte> bytes) => Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Narrow(Vector512<int> numbers)
    {
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector128Byte(numbers);
        return Vector128.Narrow(NarrowToUInt16(numbers.GetLower()), NarrowToUInt16(numbers.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Narrow(Vector256<int> numbers) => Vector128.Narrow(NarrowToUInt16(numbers), Vector128<ushort>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Narrow(Vector128<int> numbers) =>
        Vector128.Narrow(Vector128.Narrow(numbers.AsUInt32(), Vector128<uint>.Zero), Vector128<ushort>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> NarrowToUInt16(Vector256<int> numbers) =>
        Vector128.Narrow(numbers.GetLower().AsUInt32(), numbers.GetUpper().AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen256(Vector128<ushort> numbers)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(numbers);
        return Vector256.Create(low.AsInt32(), high.AsInt32());
    }

    /// <summary>0 to 8 bytes, in the order of memory from the lowest on: two reads that may overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LoadPart(byte* source, int count)
    {
        if (count >= 4)
            return Unsafe.ReadUnaligned<uint>(source) | ((ulong)Unsafe.ReadUnaligned<uint>(source + count - 4) << (8 * (count - 4)));
        if (count >= 2)
            return Unsafe.ReadUnaligned<ushort>(source) | ((ulong)Unsafe.ReadUnaligned<ushort>(source + count - 2) << (8 * (count - 2)));
        return count == 1 ? *source : 0ul;
    }

    /// <summary>0 to 8 bytes, in the order of memory from the lowest on: two writes that may overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePart(ulong bytes, byte* target, int count)
    {
        if (count >= 4)
        {
            Unsafe.WriteUnaligned(target, (uint)bytes);
            Unsafe.WriteUnaligned(target + count - 4, (uint)(bytes >> (8 * (count - 4))));
        }
        else if (count >= 2)
        {
            Unsafe.WriteUnaligned(target, (ushort)bytes);
            Unsafe.WriteUnaligned(target + count - 2, (ushort)(bytes >> (8 * (count - 2))));
        }
        else if (count == 1)
        {
            *target = (byte)bytes;
        }
    }
}
