using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>The signs of weights that lie side by side, a vector at a time: the sign of a float32 number is its highest bit.</summary>
internal static unsafe class SignPacking
{
    private const int Lanes = 16;

    /// <summary>Steps, and columns, of a block: the bits of a word.</summary>
    private const int Block = 32;

    /// <summary>The columns of a step lie side by side.</summary>
    /// <param name="source">The first step.</param>
    /// <param name="stride">From a step to the next.</param>
    /// <param name="columns">Columns of the panel.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="target">A word for each step.</param>
    public static void OfSteps(float* source, nint stride, int columns, int steps, uint* target)
    {
        for (int step = 0; step < steps; step++, source += stride)
            target[step] = Signs(source, columns);
    }

    /// <summary>The steps of a column lie side by side: blocks of 32 columns and steps are transposed.</summary>
    /// <param name="source">The first column.</param>
    /// <param name="stride">From a column to the next.</param>
    /// <param name="columns">Columns of the panel.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="target">A word for each step.</param>
    public static void OfColumns(float* source, nint stride, int columns, int steps, uint* target)
    {
        uint* words = stackalloc uint[Block];
        for (int first = 0; first < steps; first += Block)
        {
            int count = Math.Min(Block, steps - first);
            for (int column = 0; column < Block; column++)
                words[column] = column < columns ? Signs(source + (column * stride) + first, count) : 0;
            Transpose(words);
            for (int step = 0; step < count; step++)
                target[first + step] = words[step];
        }
    }

    /// <summary>At most 32 steps whose columns, at most 32, lie side by side: a word for each of 32 columns.</summary>
    /// <param name="source">The first step.</param>
    /// <param name="stride">From a step to the next.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="words">Place of 32 words.</param>
    public static void OfSquare(float* source, nint stride, int steps, int columns, uint* words)
    {
        for (int step = 0; step < Block; step++)
            words[step] = step < steps ? Signs(source + (step * stride), columns) : 0;
        Transpose(words);
    }

    /// <summary>A bit for each of at most 32 numbers: set unless it is negative; further bits are clear.</summary>
    public static uint Signs(float* numbers, int count)
    {
        ulong negative = 0;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
            negative |= Vector512.Load(numbers + i).ExtractMostSignificantBits() << i;
        for (; i < count; i++)
            negative |= (ulong)(BitConverter.SingleToUInt32Bits(numbers[i]) >> 31) << i;
        return (uint)(~negative & ((1UL << count) - 1));
    }

    /// <summary>Bit c of word s becomes bit s of word c, by exchanging ever smaller squares (Warren: Hacker's Delight, 7-3).</summary>
    private static void Transpose(uint* words)
    {
        uint mask = 0x0000FFFF;
        for (int size = Block / 2; size > 0; size >>= 1, mask ^= mask << size)
        {
            for (int k = 0; k < Block; k = (k + size + 1) & ~size)
            {
                uint exchanged = ((words[k] >> size) ^ words[k + size]) & mask;
                words[k] ^= exchanged << size;
                words[k + size] ^= exchanged;
            }
        }
    }
}
