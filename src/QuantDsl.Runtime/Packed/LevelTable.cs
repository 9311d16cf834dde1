namespace QuantDsl.CompilerServices;

/// <summary>
/// The value of each code of k bits, for the weights of a row. With 1 bit a set bit is α and a clear one −α. Else a code is a whole number
/// in two's complement, from −n to n with n = 2^(k−1) − 1, that counts levels from 0; what is left over, −n − 1, is −0.
/// </summary>
internal static class LevelTable
{
    /// <summary>The most codes that there are.</summary>
    public const int Most = 256;

    /// <summary>Computes the values just as an update does.</summary>
    /// <param name="tensor">Bits and grid.</param>
    /// <param name="scales">The row's scale, or its two.</param>
    /// <param name="values">Receives a value for each code.</param>
    public static void Write(PackedTensor tensor, ReadOnlySpan<float> scales, Span<float> values)
    {
        int bits = tensor.Bits;
        if (bits == 1)
        {
            values[0] = -scales[0];
            values[1] = scales[0];
            return;
        }
        int codes = 1 << bits, steps = (codes / 2) - 1;
        values[0] = 0f;
        values[codes / 2] = -0f;
        for (int magnitude = 1; magnitude <= steps; magnitude++)
        {
            float level = tensor.Grid == LevelGrid.Logarithmic && bits > 2
                ? MathF.ScaleB(1f, magnitude - steps)
                : magnitude / (float)steps;
            values[magnitude] = scales[0] * level;
            values[codes - magnitude] = -(scales[^1] * level);
        }
    }

    /// <summary>The codes in the order of their values, without that of −0.</summary>
    /// <param name="bits">Bits of a code.</param>
    /// <param name="codes">Receives them.</param>
    public static Span<byte> InOrder(int bits, Span<byte> codes)
    {
        if (bits == 1)
        {
            (codes[0], codes[1]) = (0, 1);
            return codes[..2];
        }
        int count = 1 << bits, steps = (count / 2) - 1;
        for (int level = -steps; level <= steps; level++)
            codes[level + steps] = (byte)(level & (count - 1));
        return codes[..((2 * steps) + 1)];
    }
}
