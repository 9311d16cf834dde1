using QuantDsl.CompilerServices;

namespace QuantDsl.Onnx;

/// <summary>Quantized weights as codes, one a byte, and what a code stands for: the same as in a packed model.</summary>
internal sealed class WeightCodes
{
    private readonly PackedTensor _tensor;
    private readonly float[] _scales;

    /// <summary>Encodes the weights of a model.</summary>
    /// <param name="tensor">Bits, grid and scales.</param>
    /// <param name="parameter">The weights.</param>
    public WeightCodes(PackedTensor tensor, Parameter parameter)
    {
        _tensor = tensor;
        _scales = new float[parameter.ScaleCount];
        parameter.CopyScale(_scales);
        float[] weights = new float[parameter.Count];
        parameter.CopyQuantized(weights);
        Codes = Unpack(LevelEncoder.Run(tensor, weights, _scales));
    }

    /// <summary>Bits of a code.</summary>
    public int Bits => _tensor.Bits;

    /// <summary>Blocks of weights that follow each other and have scales of their own.</summary>
    public int Rows => _tensor.Rows;

    /// <summary>Whether positive and negative weights have a scale each.</summary>
    public bool HasTwoScales => _tensor.ScalesOfRow == 2;

    /// <summary>The codes.</summary>
    public byte[] Codes { get; private set; }

    /// <summary>For each code the weight α·b in a row: the very float32 number that the model multiplies by.</summary>
    public float[] Values(int row) => Values(_scales.AsSpan(row * _tensor.ScalesOfRow, _tensor.ScalesOfRow));

    /// <summary>For each code the level b.</summary>
    public float[] Levels() => Values([1f]);

    /// <summary>The scale of a row that has one.</summary>
    public float Scale(int row) => _scales[row];

    /// <summary>Puts blocks of rows, which gates are, into another order.</summary>
    /// <param name="order">For each new block, which of the present ones it is.</param>
    public void Reorder(ReadOnlySpan<int> order)
    {
        Codes = Blocks.Reorder<byte>(Codes, order);
        if (Rows > 1)
            Blocks.Reorder<float>(_scales, order).CopyTo(_scales, 0);
    }

    private float[] Values(ReadOnlySpan<float> scales)
    {
        Span<float> values = stackalloc float[LevelTable.Most];
        LevelTable.Write(_tensor, scales, values);
        return values[..(1 << Bits)].ToArray();
    }

    private byte[] Unpack(byte[] packed)
    {
        byte[] codes = new byte[_tensor.Count];
        int mask = (1 << Bits) - 1;
        for (int i = 0; i < codes.Length; i++)
        {
            long bit = (long)i * Bits;
            int first = packed[bit / 8], next = (bit % 8) + Bits > 8 ? packed[(bit / 8) + 1] : 0;
            codes[i] = (byte)(((first | (next << 8)) >> (int)(bit % 8)) & mask);
        }
        return codes;
    }
}
