using QuantDsl.Formats;
using QuantDsl.Onnx;

namespace QuantDsl.CompilerServices;

/// <content>Operations without weights.</content>
public sealed partial class OnnxGraph
{
    /// <summary>Batch normalisation by the running statistics: one scale and one shift a channel, the numbers that ours has.</summary>
    /// <param name="x">What is normalised.</param>
    /// <param name="norm">γ, β and the statistics.</param>
    /// <param name="epsilon">ε.</param>
    public OnnxValue BatchNorm(OnnxValue x, BatchNormState norm, double epsilon)
    {
        int channels = norm.Weight.Count;
        ReadOnlySpan<float> folded = FoldedNorm.Of(norm, epsilon);
        long[] shape = x.Rank == 4 ? [channels, 1, 1] : [channels];
        OnnxValue scaled = Add("Mul", x, Numbers($"{_layer}.norm.scale", shape, folded[..channels]));
        return Add("Add", scaled, Numbers($"{_layer}.norm.shift", shape, folded[channels..]));
    }

    /// <summary>Layer normalisation over the channels.</summary>
    /// <param name="x">What is normalised.</param>
    /// <param name="norm">γ and β.</param>
    /// <param name="epsilon">ε.</param>
    public OnnxValue LayerNorm(OnnxValue x, LayerNormState norm, double epsilon)
    {
        OnnxValue channelsLast = x.Rank == 4 ? Transpose(x, 0, 2, 3, 1) : x;
        string[] operands = [channelsLast.Name, Values(norm.Weight), Values(norm.Bias)];
        string normalized = _nodes.Add(
            _layer, "LayerNormalization", operands, OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("epsilon", (float)epsilon));
        var result = new OnnxValue(normalized, x.Rank);
        return x.Rank == 4 ? Transpose(result, 0, 3, 1, 2) : result;
    }

    /// <summary>max(x, 0).</summary>
    public OnnxValue Relu(OnnxValue x) => Add("Relu", x, x.Rank);

    /// <summary>x above 0, slope·x below.</summary>
    public OnnxValue LeakyRelu(OnnxValue x, double slope) => Add("LeakyRelu", x, x.Rank, OnnxAttribute.Of("alpha", (float)slope));

    /// <summary>The hyperbolic tangent.</summary>
    public OnnxValue Tanh(OnnxValue x) => Add("Tanh", x, x.Rank);

    /// <summary>1/(1 + e^−x).</summary>
    public OnnxValue Sigmoid(OnnxValue x) => Add("Sigmoid", x, x.Rank);

    /// <summary>x·σ(x).</summary>
    public OnnxValue Silu(OnnxValue x) => Add("Mul", x, Sigmoid(x).Name);

    /// <summary>x·Φ(x) = x·½(1 + erf(x/√2)); ONNX has it as one operation only since opset 20.</summary>
    public OnnxValue Gelu(OnnxValue x)
    {
        OnnxValue error = Add("Erf", Add("Div", x, Number(MathF.Sqrt(2f))), x.Rank);
        OnnxValue product = Add("Mul", x, Add("Add", error, Number(1f)).Name);
        return Add("Mul", product, Number(0.5f));
    }

    /// <summary>x·min(max(x + 3, 0), 6)/6.</summary>
    public OnnxValue HardSwish(OnnxValue x) => Add("HardSwish", x, x.Rank);

    /// <summary>The largest value in each place of a window.</summary>
    public OnnxValue MaxPooling(OnnxValue x, int kernel, int stride, int padding) =>
        Add("MaxPool", x, x.Rank, Window(kernel, stride, padding));

    /// <summary>The mean of each place of a window, zeros of the padding among it.</summary>
    public OnnxValue AveragePooling(OnnxValue x, int kernel, int stride, int padding) =>
        Add("AveragePool", x, x.Rank, [.. Window(kernel, stride, padding), OnnxAttribute.Of("count_include_pad", 1)]);

    /// <summary>The mean of each channel.</summary>
    public OnnxValue GlobalAveragePooling(OnnxValue x) => Flatten(Add("GlobalAveragePool", x, x.Rank));

    /// <summary>An image as a vector, channels first.</summary>
    public OnnxValue Flatten(OnnxValue x) => Add("Flatten", x, 2);

    /// <summary>The sum.</summary>
    public OnnxValue Add(OnnxValue x, OnnxValue y) => Add("Add", x, y.Name);

    /// <summary>The channels of one value, then those of another.</summary>
    public OnnxValue Concatenate(OnnxValue x, OnnxValue y) =>
        new(_nodes.Add(_layer, "Concat", [x.Name, y.Name], OnnxAttribute.Of("axis", x.Rank == 4 ? 1 : x.Rank - 1)), x.Rank);

    private static OnnxAttribute[] Window(int kernel, int stride, int padding) =>
    [
        OnnxAttribute.Of("kernel_shape", [kernel, kernel]), OnnxAttribute.Of("strides", [stride, stride]),
        OnnxAttribute.Of("pads", [padding, padding, padding, padding]),
    ];
}
