namespace QuantDsl.Onnx;

/// <summary>
/// Weights as packed bits and the standard operations that make float32 weights of them: bits are shifted and masked to numbers, and these
/// pick values from a table. All of it depends on constants alone, so that a runtime does it once. DequantizeLinear would be shorter, but
/// ONNX Runtime turns it with the product behind it into one that rounds its inputs to 8 bits.
/// </summary>
/// <param name="nodes">Receives constants and operations.</param>
/// <param name="name">Name of the parameter.</param>
internal sealed class WeightExpansion(OnnxNodes nodes, string name)
{
    /// <summary>Adds the weights; returns the name of their value.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="shape">Lengths of their axes.</param>
    public string Add(WeightCodes weights, IReadOnlyList<long> shape)
    {
        string numbers = nodes.Add(name, "Cast", [Numbers(weights)], OnnxAttribute.Of("to", OnnxTensor.Int32));
        if (weights.Rows == 1)
            return Reshape(PickFrom("values", weights.Values(0), numbers), shape);
        long[] rows = [weights.Rows, -1];
        numbers = Reshape(numbers, rows);
        return Reshape(weights.HasTwoScales ? FromTablePerRow(weights, numbers) : Scaled(weights, numbers), shape);
    }

    /// <summary>The numbers of the levels, as bytes.</summary>
    private string Numbers(WeightCodes weights)
    {
        string? all = null;
        foreach (BitField field in BitField.Of(weights.Bits))
        {
            string one = Unpack(weights.Codes, field, field.Width == weights.Bits ? "bits" : $"bits{field.Shift}");
            if (field.Shift > 0)
                one = nodes.Add(name, "BitShift", [one, Byte(field.Shift)], OnnxAttribute.Of("direction", "LEFT"));
            all = all is null ? one : nodes.Add(name, "BitwiseOr", [all, one]);
        }
        return all!;
    }

    private string Unpack(byte[] codes, BitField field, string suffix)
    {
        byte[] packed = field.Pack(codes);
        if (field.PerByte == 1)
            return nodes.Add(OnnxTensor.Of($"{name}.{suffix}", [packed.Length], packed));
        string bytes = nodes.Add(OnnxTensor.Of($"{name}.{suffix}", [packed.Length, 1], packed));
        byte[] shifts = [.. Enumerable.Range(0, field.PerByte).Select(i => (byte)(i * field.Width))];
        string places = nodes.Add(OnnxTensor.Of($"places.{field.Width}", [shifts.Length], shifts));
        string shifted = nodes.Add(name, "BitShift", [bytes, places], OnnxAttribute.Of("direction", "RIGHT"));
        string numbers = Reshape(nodes.Add(name, "BitwiseAnd", [shifted, Byte((1 << field.Width) - 1)]), [-1]);
        return codes.Length % field.PerByte == 0
            ? numbers
            : nodes.Add(name, "Slice", [numbers, Integers("first", [0]), Integers($"{name}.count", [codes.Length])]);
    }

    /// <summary>b of all weights, times α of their row.</summary>
    private string Scaled(WeightCodes weights, string numbers)
    {
        float[] scales = [.. Enumerable.Range(0, weights.Rows).Select(weights.Scale)];
        string levels = PickFrom("levels", weights.Levels(), numbers);
        return nodes.Add(name, "Mul", [nodes.Add(OnnxTensor.Of($"{name}.scale", [weights.Rows, 1], scales)), levels]);
    }

    /// <summary>Values of all rows are in one table, in which each row begins behind that before.</summary>
    private string FromTablePerRow(WeightCodes weights, string numbers)
    {
        float[] values = [.. Enumerable.Range(0, weights.Rows).SelectMany(weights.Values)];
        int[] starts = [.. Enumerable.Range(0, weights.Rows).Select(row => row << weights.Bits)];
        string first = nodes.Add(OnnxTensor.Of($"{name}.starts", [weights.Rows, 1], starts));
        return PickFrom("values", values, nodes.Add(name, "Add", [numbers, first]));
    }

    private string PickFrom(string suffix, float[] values, string numbers) =>
        nodes.Add(name, "Gather", [nodes.Add(OnnxTensor.Of($"{name}.{suffix}", [values.Length], values)), numbers]);

    private string Reshape(string value, IReadOnlyList<long> shape) =>
        nodes.Add(name, "Reshape", [value, Integers($"shape.{string.Join('x', shape)}", [.. shape])]);

    private string Byte(int value) => nodes.Add(OnnxTensor.Of($"byte.{value}", [1], [(byte)value]));

    private string Integers(string constant, long[] values) => nodes.Add(OnnxTensor.Of(constant, [values.Length], values));
}
