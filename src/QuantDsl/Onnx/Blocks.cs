namespace QuantDsl.Onnx;

/// <summary>Arrays that consist of equal blocks, as those of gates do.</summary>
internal static class Blocks
{
    /// <summary>The blocks in another order.</summary>
    /// <param name="values">The blocks, one after the other.</param>
    /// <param name="order">For each new block, which of the present ones it is.</param>
    public static T[] Reorder<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> order)
    {
        var result = new T[values.Length];
        int length = values.Length / order.Length;
        for (int block = 0; block < order.Length; block++)
            values.Slice(order[block] * length, length).CopyTo(result.AsSpan(block * length));
        return result;
    }
}
