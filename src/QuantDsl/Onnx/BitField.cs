namespace QuantDsl.Onnx;

/// <summary>
/// Some bits of each number of an array, side by side in bytes. ONNX has no arrays of 3, 5, 6 or 7 bits, but a number of 7 bits is one of
/// 4, one of 2 and one of 1, which fill bytes without rest.
/// </summary>
/// <param name="Shift">The first bit.</param>
/// <param name="Width">How many bits: 1, 2, 4 or 8.</param>
internal readonly record struct BitField(int Shift, int Width)
{
    /// <summary>Numbers of a byte.</summary>
    public int PerByte => 8 / Width;

    /// <summary>The fields of numbers of so many bits, from the lowest.</summary>
    public static IEnumerable<BitField> Of(int bits)
    {
        int shift = 0;
        for (int width = 8; width >= 1; width /= 2)
        {
            if ((bits & width) == 0)
                continue;
            yield return new BitField(shift, width);
            shift += width;
        }
    }

    /// <summary>Packs them, the first number into the lowest bits.</summary>
    public byte[] Pack(ReadOnlySpan<byte> numbers)
    {
        byte[] packed = new byte[(numbers.Length + PerByte - 1) / PerByte];
        int mask = (1 << Width) - 1;
        for (int i = 0; i < numbers.Length; i++)
            packed[i / PerByte] |= (byte)(((numbers[i] >> Shift) & mask) << (i % PerByte * Width));
        return packed;
    }
}
