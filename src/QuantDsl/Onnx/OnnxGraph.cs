using System.ComponentModel;
using QuantDsl.Formats;
using QuantDsl.Onnx;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Builds an ONNX graph: each method adds an operation of the language, in the standard operations that compute it, and returns its value.
/// Images are [N, channels, height, width], sequences [N, length, features].
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OnnxGraph
{
    private const string InputName = "input";
    private const string OutputName = "logits";
    private const string BatchAxis = "N";

    private readonly OnnxNodes _nodes = new();
    private readonly OnnxOptions _options;
    private readonly Dictionary<string, PackedTensor> _tensors;
    private string _layer = "";
    private ProtobufMessage? _input;
    private ProtobufMessage? _output;

    internal OnnxGraph(OnnxOptions options, IEnumerable<PackedTensor> tensors)
    {
        _options = options;
        _tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>Whether a layer's weights are in <see cref="OnnxWeights.MatMulNBits"/>.</summary>
    internal bool HasBlocks { get; private set; }

    /// <summary>The samples: float32 numbers.</summary>
    /// <param name="shape">Shape of a sample.</param>
    public OnnxValue Input(params ReadOnlySpan<int> shape)
    {
        _input = ValueInfo(InputName, OnnxTensor.Float, shape);
        return new OnnxValue(InputName, shape.Length + 1);
    }

    /// <summary>The samples: token ids, int64.</summary>
    /// <param name="length">Positions of a sample.</param>
    public OnnxValue TokenIds(int length)
    {
        _input = ValueInfo(InputName, OnnxTensor.Int64, [length]);
        return new OnnxValue(InputName, 2);
    }

    /// <summary>What is added from now on belongs to a layer.</summary>
    /// <param name="name">Its name.</param>
    public void Layer(string name) => _layer = name;

    /// <summary>Makes a value the graph's.</summary>
    /// <param name="value">The logits.</param>
    /// <param name="shape">Their shape, of one sample.</param>
    public void Output(OnnxValue value, params ReadOnlySpan<int> shape)
    {
        _nodes.Rename(value.Name, OutputName);
        _output = ValueInfo(OutputName, OnnxTensor.Float, shape);
    }

    /// <summary>As <c>GraphProto</c>.</summary>
    internal ProtobufMessage ToMessage(string name)
    {
        var graph = new ProtobufMessage();
        _nodes.AddTo(graph);
        return graph.Add(2, name).Add(11, _input!).Add(12, _output!);
    }

    /// <summary>The sets of operations that are used beside ONNX's own.</summary>
    internal IEnumerable<string> Domains => _nodes.Domains;

    private OnnxValue Add(string operation, OnnxValue input, int rank, params IReadOnlyList<OnnxAttribute> attributes) =>
        new(_nodes.Add(_layer, operation, [input.Name], attributes), rank);

    private OnnxValue Add(string operation, OnnxValue x, string y) => new(_nodes.Add(_layer, operation, [x.Name, y]), x.Rank);

    private OnnxValue Transpose(OnnxValue value, params ReadOnlySpan<int> order) =>
        Add("Transpose", value, value.Rank, OnnxAttribute.Of("perm", order.ToArray()));

    private string Numbers(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        _nodes.Add(OnnxTensor.Of(name, shape, values));

    /// <summary>A number that operations of several layers use.</summary>
    private string Number(float value) => Numbers(FormattableString.Invariant($"number.{value}"), [], [value]);

    /// <summary>A parameter in full precision.</summary>
    private string Values(Parameter parameter, IReadOnlyList<long>? shape = null)
    {
        float[] values = new float[parameter.Count];
        parameter.CopyQuantized(values);
        return Numbers(parameter.Name, shape ?? parameter.Shape, values);
    }

    /// <summary>As <c>ValueInfoProto</c>.</summary>
    private static ProtobufMessage ValueInfo(string name, int type, ReadOnlySpan<int> shape)
    {
        ProtobufMessage axes = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, BatchAxis));
        foreach (int size in shape)
            axes.Add(1, new ProtobufMessage().Add(1, (long)size));
        ProtobufMessage tensor = new ProtobufMessage().Add(1, (long)type).Add(2, axes);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}
