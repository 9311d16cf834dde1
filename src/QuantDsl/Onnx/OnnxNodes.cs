using QuantDsl.Formats;

namespace QuantDsl.Onnx;

/// <summary>The operations of an ONNX graph in the order in which they run, and its constants.</summary>
internal sealed class OnnxNodes
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];
    private readonly HashSet<string> _names = [];

    /// <summary>The sets of operations that are used beside ONNX's own.</summary>
    public IEnumerable<string> Domains => _nodes.Select(node => node.Domain).Where(domain => domain.Length > 0).Distinct();

    /// <summary>Appends an operation of which one value is wanted; returns its name, which is also that of the operation.</summary>
    /// <param name="scope">What it belongs to, such as a layer; begins its name.</param>
    /// <param name="operation">Name of the operation.</param>
    /// <param name="inputs">Names of the values that it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    public string Add(string scope, string operation, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        Add("", 0, scope, operation, inputs, attributes);

    /// <inheritdoc cref="Add(string, string, IReadOnlyList{string}, IReadOnlyList{OnnxAttribute})"/>
    /// <param name="domain">The set of operations that it belongs to; empty for ONNX's own.</param>
    /// <param name="place">Number of the value among those of the operation.</param>
    /// <param name="scope">What it belongs to, such as a layer; begins its name.</param>
    /// <param name="operation">Name of the operation.</param>
    /// <param name="inputs">Names of the values that it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    public string Add(
        string domain, int place, string scope, string operation, IReadOnlyList<string> inputs,
        params IReadOnlyList<OnnxAttribute> attributes)
    {
        string name = NewName(scope, operation);
        string[] outputs = [.. Enumerable.Repeat("", place), name];
        _nodes.Add(new OnnxNode(operation, name, inputs, outputs, attributes) { Domain = domain });
        return name;
    }

    /// <summary>Adds a constant, unless there is one of its name; returns its name.</summary>
    public string Add(OnnxTensor constant)
    {
        if (_names.Add(constant.Name))
            _constants.Add(constant);
        return constant.Name;
    }

    /// <summary>Gives a value another name.</summary>
    public void Rename(string value, string name)
    {
        for (int i = 0; i < _nodes.Count; i++)
            _nodes[i] = _nodes[i] with { Inputs = Renamed(_nodes[i].Inputs), Outputs = Renamed(_nodes[i].Outputs) };

        string[] Renamed(IReadOnlyList<string> names) => [.. names.Select(one => one == value ? name : one)];
    }

    /// <summary>Writes them into a <c>GraphProto</c>.</summary>
    public void AddTo(ProtobufMessage graph)
    {
        foreach (OnnxNode node in _nodes)
            graph.Add(1, node.ToMessage());
        foreach (OnnxTensor constant in _constants)
            graph.Add(5, constant.ToMessage());
    }

    private string NewName(string scope, string operation)
    {
        string name = $"{scope}/{operation}";
        for (int number = 2; !_names.Add(name); number++)
            name = $"{scope}/{operation}{number}";
        return name;
    }
}
