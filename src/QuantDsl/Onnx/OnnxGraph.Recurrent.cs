using QuantDsl.Onnx;

namespace QuantDsl.CompilerServices;

/// <content>Recurrent layers. ONNX has other orders of the gates, positions before samples, and an axis for directions.</content>
public sealed partial class OnnxGraph
{
    /// <summary>ONNX's gates i, o, f, c among i, f, g, o.</summary>
    private static readonly int[] LstmGates = [0, 3, 1, 2];

    /// <summary>ONNX's gates z, r, h among r, z, n.</summary>
    private static readonly int[] GruGates = [1, 0, 2];

    /// <summary>Long short-term memory over a sequence.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="weight">Input weights.</param>
    /// <param name="recurrentWeight">Recurrent weights.</param>
    /// <param name="bias">The bias.</param>
    /// <param name="returnSequence">Whether the value is a sequence, or that of the last position.</param>
    public OnnxValue Lstm(
        OnnxValue x, Parameter weight, Parameter recurrentWeight, Parameter bias, bool returnSequence)
    {
        float[] none = new float[bias.Count];
        return Recurrent("LSTM", x, weight, recurrentWeight, [.. Values(bias, LstmGates), .. none], LstmGates, returnSequence, []);
    }

    /// <summary>A gated recurrent unit over a sequence.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="weight">Input weights.</param>
    /// <param name="recurrentWeight">Recurrent weights.</param>
    /// <param name="bias">The bias of the products with x.</param>
    /// <param name="recurrentBias">The bias of the products with the state before.</param>
    /// <param name="returnSequence">Whether the value is a sequence, or that of the last position.</param>
    public OnnxValue Gru(
        OnnxValue x, Parameter weight, Parameter recurrentWeight, Parameter bias, Parameter recurrentBias, bool returnSequence)
    {
        float[] biases = [.. Values(bias, GruGates), .. Values(recurrentBias, GruGates)];
        return Recurrent(
            "GRU", x, weight, recurrentWeight, biases, GruGates, returnSequence, [OnnxAttribute.Of("linear_before_reset", 1)]);
    }

    private OnnxValue Recurrent(
        string operation, OnnxValue x, Parameter weight, Parameter recurrentWeight, float[] biases, int[] gates, bool returnSequence,
        IReadOnlyList<OnnxAttribute> attributes)
    {
        string[] operands =
        [
            Transpose(x, 1, 0, 2).Name, Weights(weight, gates), Weights(recurrentWeight, gates),
            Numbers($"{_layer}.biases", [1, biases.Length], biases),
        ];
        attributes = [OnnxAttribute.Of("hidden_size", recurrentWeight.Shape[1]), .. attributes];
        string states = _nodes.Add(domain: "", place: returnSequence ? 0 : 1, _layer, operation, operands, attributes);
        string direction = _nodes.Add(OnnxTensor.Of($"axis.{(returnSequence ? 1 : 0)}", [1], [returnSequence ? 1L : 0L]));
        var result = new OnnxValue(_nodes.Add(_layer, "Squeeze", [states, direction]), returnSequence ? 3 : 2);
        return returnSequence ? Transpose(result, 1, 0, 2) : result;
    }

    /// <summary>Weights with ONNX's order of gates and its axis of directions.</summary>
    private string Weights(Parameter weight, int[] gates)
    {
        long[] shape = [1, .. weight.Shape];
        if (weight.ScaleCount == 0)
            return Numbers(weight.Name, shape, Values(weight, gates));
        WeightCodes weights = CodesOf(weight);
        weights.Reorder(gates);
        return new WeightExpansion(_nodes, weight.Name).Add(weights, shape);
    }

    private static float[] Values(Parameter parameter, int[] gates)
    {
        float[] values = new float[parameter.Count];
        parameter.CopyQuantized(values);
        return QuantDsl.Onnx.Blocks.Reorder<float>(values, gates);
    }
}
