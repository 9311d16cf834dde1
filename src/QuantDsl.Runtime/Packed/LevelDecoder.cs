namespace QuantDsl.CompilerServices;

/// <summary>From codes in a file to weights, row-major, the lowest bit first.</summary>
internal static class LevelDecoder
{
    /// <summary>Codes that begin and end with a byte.</summary>
    private const int Group = 8;

    /// <summary>Writes the weights.</summary>
    /// <param name="tensor">What they are.</param>
    /// <param name="codes">Codes of all weights.</param>
    /// <param name="scales">Scales of all rows.</param>
    /// <param name="weights">Receives them.</param>
    public static void Run(PackedTensor tensor, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> weights)
    {
        Span<float> values = stackalloc float[LevelTable.Most];
        int rowLength = tensor.Count / tensor.Rows, inRow = 0, row = 0;
        for (int first = 0; first < weights.Length; first += Group, codes = codes[Math.Min(codes.Length, tensor.Bits)..])
        {
            ulong group = Read(codes, tensor.Bits);
            foreach (ref float weight in weights.Slice(first, Math.Min(Group, weights.Length - first)))
            {
                if (inRow == 0)
                    LevelTable.Write(tensor, scales.Slice(row++ * tensor.ScalesOfRow, tensor.ScalesOfRow), values);
                weight = values[(int)(group & ((1UL << tensor.Bits) - 1))];
                group >>= tensor.Bits;
                inRow = inRow + 1 == rowLength ? 0 : inRow + 1;
            }
        }
    }

    /// <summary>Eight codes as one number.</summary>
    private static ulong Read(ReadOnlySpan<byte> codes, int bytes)
    {
        ulong group = 0;
        for (int i = 0; i < Math.Min(bytes, codes.Length); i++)
            group |= (ulong)codes[i] << (8 * i);
        return group;
    }
}
