namespace QuantDsl.CompilerServices;

/// <summary>From weights to their codes, row-major, the lowest bit first.</summary>
internal static class LevelEncoder
{
    /// <summary>How far a weight may be from its level, as a part of it: other processors than the CPU may round it otherwise.</summary>
    private const float Tolerance = 1e-5f;

    /// <summary>Writes the codes of the nearest levels.</summary>
    /// <param name="tensor">What they are.</param>
    /// <param name="weights">The weights, α·b.</param>
    /// <param name="scales">Scales of all rows.</param>
    /// <exception cref="InvalidOperationException">A weight is on no level of its scale.</exception>
    public static byte[] Run(PackedTensor tensor, ReadOnlySpan<float> weights, ReadOnlySpan<float> scales)
    {
        byte[] codes = new byte[tensor.Bytes];
        Span<float> values = stackalloc float[LevelTable.Most];
        Span<byte> order = LevelTable.InOrder(tensor.Bits, stackalloc byte[LevelTable.Most]);
        Span<float> sorted = stackalloc float[order.Length];
        int rowLength = tensor.Count / tensor.Rows;
        for (int row = 0; row < tensor.Rows; row++)
        {
            ReadOnlySpan<float> scale = scales.Slice(row * tensor.ScalesOfRow, tensor.ScalesOfRow);
            LevelTable.Write(tensor, scale, values);
            for (int i = 0; i < order.Length; i++)
                sorted[i] = values[order[i]];
            for (int i = row * rowLength; i < (row + 1) * rowLength; i++)
                Put(codes, (long)i * tensor.Bits, Code(tensor, weights[i], sorted, order));
        }
        return codes;
    }

    private static uint Code(PackedTensor tensor, float weight, ReadOnlySpan<float> sorted, ReadOnlySpan<byte> order)
    {
        if (tensor.Bits == 1)
        {
            Check(tensor, weight, float.IsNegative(weight) ? sorted[0] : sorted[1]);
            return float.IsNegative(weight) ? 0u : 1u;
        }
        if (weight == 0f)
            return float.IsNegative(weight) ? 1u << (tensor.Bits - 1) : 0u;
        int place = sorted.BinarySearch(weight);
        if (place < 0)
        {
            place = Math.Min(~place, sorted.Length - 1);
            if (place > 0 && weight - sorted[place - 1] < sorted[place] - weight)
                place--;
            Check(tensor, weight, sorted[place]);
        }
        return order[place];
    }

    private static void Check(PackedTensor tensor, float weight, float level)
    {
        if (Math.Abs(weight - level) <= Tolerance * Math.Abs(level))
            return;
        throw new InvalidOperationException(
            $"{tensor.Name} has a weight {weight}, which is on none of the levels of its scale; the nearest is {level}. Take a training "
            + "step, or load the model again, before you export it.");
    }

    private static void Put(byte[] codes, long bit, uint code)
    {
        int place = (int)(bit / 8);
        uint shifted = code << (int)(bit % 8);
        codes[place] |= (byte)shifted;
        if (shifted > byte.MaxValue)
            codes[place + 1] |= (byte)(shifted >> 8);
    }
}
