using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>
/// An operation at its place in a network, for which its rules name kernels: first of the forward pass, then, in a training program, of the
/// backward pass, where ∂v is the gradient of the loss with respect to v.
/// </summary>
/// <param name="names">Makes names of values unique.</param>
/// <param name="add">Appends a kernel to the program.</param>
internal sealed class NodeKernels(Func<string, string> names, Action<Kernel> add)
{
    private readonly Dictionary<string, Value> _kept = [];
    private readonly Dictionary<int, List<Value>> _gradients = [];
    private Value? _output;

    /// <summary>Name of the layer; empty for the input.</summary>
    public required string Layer { get; init; }

    /// <summary>Prefix of the names of its values.</summary>
    public required string Prefix { get; init; }

    /// <summary>Its number in the network.</summary>
    public required int Number { get; init; }

    /// <summary>Whether the program trains; else it predicts.</summary>
    public required bool IsTraining { get; init; }

    /// <summary>The values that it reads.</summary>
    public required IReadOnlyList<Value> Inputs { get; init; }

    /// <summary>Their shapes.</summary>
    public required IReadOnlyList<Shape> InputShapes { get; init; }

    /// <summary>Shape of its value.</summary>
    public required Shape Shape { get; init; }

    /// <summary>For each input, whether anything wants its gradient.</summary>
    public required IReadOnlyList<bool> Needs { get; init; }

    /// <summary>Where the part of its layer begins in the states that a prediction carries on.</summary>
    public required int Carried { get; init; }

    /// <summary>The first value that it reads.</summary>
    public Value X => Inputs[0];

    /// <summary>Shape of the first value that it reads.</summary>
    public Shape InputShape => InputShapes[0];

    /// <summary>Its own value.</summary>
    public Value Y => _output ??= new Value(names(Prefix), LayoutOf(Shape));

    /// <summary>The gradient ∂y with respect to its value, once known.</summary>
    public Value OutputGradient { get; set; } = null!;

    /// <summary>The gradients that reach an input through this operation.</summary>
    public IReadOnlyList<Value> GradientsOf(int input) => _gradients.TryGetValue(input, out List<Value>? found) ? found : [];

    /// <summary>The value is one that is there already.</summary>
    public void SetOutput(Value value) => _output = value;

    /// <summary>A value beside y that both passes know by a suffix.</summary>
    public Value Keep(string suffix, Layout layout)
    {
        if (!_kept.TryGetValue(suffix, out Value? value))
            _kept[suffix] = value = new Value(names(Prefix + suffix), layout);
        return value;
    }

    /// <summary>Memory of one kernel for itself.</summary>
    public Value Working(string suffix, Layout layout)
    {
        Value value = Keep(suffix, layout);
        value.IsWorking = true;
        return value;
    }

    /// <summary>A new gradient with respect to an input.</summary>
    public Value InputGradient(int input = 0)
    {
        var gradient = new Value(names(Inputs[input].Name + "Gradient"), LayoutOf(InputShapes[input]));
        PassOn(input, gradient);
        return gradient;
    }

    /// <summary>A value that is there already is the gradient with respect to an input.</summary>
    public void PassOn(int input, Value gradient)
    {
        if (!_gradients.TryGetValue(input, out List<Value>? found))
            _gradients[input] = found = [];
        found.Add(gradient);
    }

    /// <summary>A value with the layout of a shape.</summary>
    public Value New(string suffix, Shape shape) => new(names(Prefix + suffix), LayoutOf(shape));

    /// <summary>Appends a kernel.</summary>
    public void Call(string words, string function, Space space, params Argument[] arguments) =>
        add(new Kernel(Layer, words, function, space, arguments));

    /// <summary>How values of a shape lie in memory.</summary>
    public static Layout LayoutOf(Shape shape) =>
        shape.IsImage ? new ImageLayout(shape.Height, shape.Width, shape.Channels)
        : shape.IsSequence ? new SequenceLayout(shape.Length, shape.Channels)
        : new FeatureLayout(shape.Channels);
}
