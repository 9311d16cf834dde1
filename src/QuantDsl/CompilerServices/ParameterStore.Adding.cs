namespace QuantDsl.CompilerServices;

/// <content>How the constructor of a model builds its parameters and layers.</content>
public sealed partial class ParameterStore
{
    /// <summary>Bits of a value that is not quantized.</summary>
    internal const int FullPrecisionBits = 32;

    /// <summary>Adds a quantized parameter and draws its latent values from U[−bound, bound).</summary>
    public Parameter AddQuantized(string name, int offset, long[] shape, int bits, float bound, int scale, long[] scaleShape) =>
        _parameters.AddDrawn(name, offset, shape, bits, bound, scale, scaleShape);

    /// <summary>Adds a full-precision parameter and draws its values from U[−bound, bound).</summary>
    public Parameter AddFullPrecision(string name, int offset, long[] shape, float bound) =>
        _parameters.AddDrawn(name, offset, shape, FullPrecisionBits, bound, scale: 0, scaleShape: [0]);

    /// <summary>Adds a full-precision parameter with all values equal at the start.</summary>
    public Parameter AddConstant(string name, int offset, long[] shape, float value) => Constant(name, offset, shape, value);

    /// <summary>
    /// Adds the bias of an LSTM, [4·hidden] in the gate order i, f, g, o: 1 for the forget gate f, so that cells keep their state at first,
    /// else 0.
    /// </summary>
    public Parameter AddGateBias(string name, int offset, int hidden)
    {
        float[] values = new float[4 * hidden];
        values.AsSpan(hidden, hidden).Fill(1f);
        return _parameters.Add(name, offset, [4L * hidden], FullPrecisionBits, values);
    }

    /// <summary>Adds batch normalisation: γ = 1, β = 0, running mean 0 and variance 1.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="weight">Offset of γ.</param>
    /// <param name="bias">Offset of β.</param>
    /// <param name="statistics">Offset of the running mean; the variance follows it.</param>
    /// <param name="channels">Channels.</param>
    public BatchNormState AddBatchNorm(string name, int weight, int bias, int statistics, long channels) => Statistics.Add(
        name,
        Constant($"{name}.norm.weight", weight, [channels], 1f),
        Constant($"{name}.norm.bias", bias, [channels], 0f),
        statistics,
        (int)channels);

    /// <summary>Adds layer normalisation: γ = 1, β = 0.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="weight">Offset of γ.</param>
    /// <param name="bias">Offset of β.</param>
    /// <param name="channels">Channels.</param>
    public LayerNormState AddLayerNorm(string name, int weight, int bias, long channels) => new(
        Constant($"{name}.layer_norm.weight", weight, [channels], 1f),
        Constant($"{name}.layer_norm.bias", bias, [channels], 0f));

    /// <summary>Creates a layer from its parts.</summary>
    public static Layer Layer(
        string name, Parameter weight, Parameter? bias, BatchNormState? batchNorm, LayerNormState? layerNorm = null) =>
        new(name, weight, recurrentWeight: null, bias, recurrentBias: null, batchNorm, layerNorm);

    /// <summary>Creates a recurrent layer from its parts.</summary>
    public static Layer RecurrentLayer(
        string name,
        Parameter weight,
        Parameter recurrentWeight,
        Parameter bias,
        BatchNormState? batchNorm,
        LayerNormState? layerNorm = null,
        Parameter? recurrentBias = null) =>
        new(name, weight, recurrentWeight, bias, recurrentBias, batchNorm, layerNorm);

    private StoredParameter Constant(string name, int offset, long[] shape, float value)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        Array.Fill(values, value);
        return _parameters.Add(name, offset, shape, FullPrecisionBits, values);
    }
}
