namespace QuantDsl.Tests.Reference;

/// <summary>
/// An acyclic network: nodes are numbered in the order in which they are added, 0 is the input and the last one is the output.
/// <code>
/// ReferenceNetwork net = new();
/// int a = net.Then(0, new ConvolutionLayer(1, 4, 3, padding: 1), new BatchNormLayer(4), new ReLULayer());
/// int b = net.Then(a, new ConvolutionLayer(4, 4, 3, padding: 1), new BatchNormLayer(4));
/// net.Then(net.Add(a, b), new ReLULayer(), new GlobalAveragePoolLayer(), new LinearLayer(4, 10));
/// </code>
/// </summary>
public sealed class ReferenceNetwork
{
    // Node 0 is the input and has no layer; a node with two inputs adds them or concatenates them.
    private readonly List<(NetworkLayer? Layer, int[] Inputs, bool Concatenates)> _nodes = [(null, [], false)];
    private readonly Dictionary<int, int[]> _leftShapes = []; // of the nodes that concatenate

    /// <summary>A chain of layers.</summary>
    public static ReferenceNetwork Sequential(params NetworkLayer[] layers)
    {
        ReferenceNetwork network = new();
        network.Then(0, layers);
        return network;
    }

    /// <summary>
    /// Changes the values that leave a node, and the gradients that a node passes on, as rounding would; null: nothing does.
    /// </summary>
    public Action<NdArray>? Rounding { get; set; }

    /// <summary>The layers in the order in which they were added.</summary>
    public IEnumerable<NetworkLayer> Layers => _nodes.Select(node => node.Layer).OfType<NetworkLayer>();

    /// <summary>The parameters of all layers, in order.</summary>
    public IReadOnlyList<NetworkParameter> Parameters => [.. Layers.SelectMany(layer => layer.Parameters)];

    /// <summary>Freezes some of its layers.</summary>
    /// <param name="layers">Their numbers, in the order in which they were added.</param>
    /// <returns>The network.</returns>
    public ReferenceNetwork Frozen(params int[] layers)
    {
        NetworkLayer[] all = [.. Layers];
        foreach (int layer in layers) all[layer].Freeze();
        return this;
    }

    /// <summary>Chains layers after node <paramref name="input"/>; returns the last one's node.</summary>
    public int Then(int input, params NetworkLayer[] layers)
    {
        foreach (NetworkLayer layer in layers)
        {
            _nodes.Add((layer, [input], false));
            input = _nodes.Count - 1;
        }

        return input;
    }

    /// <summary>A node that adds two others of equal shape.</summary>
    public int Add(int left, int right)
    {
        _nodes.Add((null, [left, right], false));
        return _nodes.Count - 1;
    }

    /// <summary>A node with the channels of one, then those of another.</summary>
    public int Concatenate(int left, int right)
    {
        _nodes.Add((null, [left, right], true));
        return _nodes.Count - 1;
    }

    public NdArray Forward(NdArray input, ForwardMode mode)
    {
        var values = new NdArray[_nodes.Count];
        values[0] = input;
        for (int i = 1; i < _nodes.Count; i++)
        {
            (NetworkLayer? layer, int[] inputs, bool concatenates) = _nodes[i];
            values[i] = layer is not null ? layer.Forward(values[inputs[0]], mode)
                : concatenates ? Channels.Concatenate(values[inputs[0]], values[inputs[1]])
                : Sum(values[inputs[0]], values[inputs[1]]);
            if (concatenates) _leftShapes[i] = values[inputs[0]].Shape;
            Rounding?.Invoke(values[i]);
        }

        return values[^1];
    }

    /// <summary>Sets the gradient of every parameter and returns the gradient of the input, for the last forward pass.</summary>
    public NdArray Backward(NdArray outputGradient)
    {
        foreach (NetworkParameter parameter in Parameters) Array.Clear(parameter.Gradient);

        // A node that feeds several others gets the sum of what they send back.
        var gradients = new NdArray?[_nodes.Count];
        gradients[^1] = outputGradient;
        Rounding?.Invoke(outputGradient);
        for (int i = _nodes.Count - 1; i > 0; i--)
        {
            // A node that nothing leads on from.
            if (gradients[i] is not { } gradient) continue;

            (NetworkLayer? layer, int[] inputs, bool concatenates) = _nodes[i];
            if (concatenates)
            {
                (NdArray left, NdArray right) = Channels.Split(gradient, _leftShapes[i]);
                Pass(inputs[0], left);
                Pass(inputs[1], right);
                continue;
            }

            NdArray passedOn = layer is null ? gradient : layer.Backward(gradient);
            if (layer is not null) Rounding?.Invoke(passedOn);
            foreach (int input in inputs) Pass(input, passedOn);
        }

        return gradients[0]!;

        void Pass(int input, NdArray gradient) =>
            gradients[input] = gradients[input] is { } already ? Sum(already, gradient) : gradient;
    }

    private static NdArray Sum(NdArray left, NdArray right)
    {
        if (!left.Shape.SequenceEqual(right.Shape))
        {
            throw new ArgumentException($"Cannot add [{string.Join(", ", left.Shape)}] and [{string.Join(", ", right.Shape)}].");
        }

        return new NdArray(left.Shape, [.. left.Data.Zip(right.Data, (x, y) => x + y)]);
    }
}
