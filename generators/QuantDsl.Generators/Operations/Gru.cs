using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Gru]</c>: a gated recurrent unit over a sequence.</summary>
/// <inheritdoc/>
internal sealed record Gru(int Hidden, bool ReturnSequence) : RecurrentOperation(Hidden, ReturnSequence)
{
    /// <summary>r, z, n and what n gets from the state before.</summary>
    private const int KeptForGradient = 4;

    private const string RecurrentBias = "bias_hh";

    protected override string Name => "Gru";

    protected override string Words => "a GRU";

    /// <summary>Reset gate, update gate and candidate, in this order.</summary>
    public override int Gates => 3;

    protected override IEnumerable<ParameterSpec> Biases =>
    [
        .. ParameterSpec.Bias(exists: true, Gates * Hidden),
        new(RecurrentBias, [Gates * Hidden], ParameterKind.FullPrecision),
    ];

    /// <summary>What the gates of one position get from x and from the state before.</summary>
    public override long WorkingValues => 2L * Gates * Hidden;

    /// <summary>h.</summary>
    public override int Carried => Hidden;

    protected override void Train(NodeKernels k, Value sums, Value states, Value recurrent) => k.Call(
        "recurrence", ".Forward", Groups,
        Argument.Workspace, new Argument.Read(sums), new Argument.Write(OfGates(k)), new Argument.Write(states),
        new Argument.Write(recurrent), Argument.Unit);

    protected override void Predict(NodeKernels k, Value sums, Value states, Value recurrent) => k.Call(
        "recurrence", ".Infer", Groups,
        Argument.Workspace, new Argument.Read(sums), new Argument.Write(states), new Argument.Write(recurrent),
        new Argument.Text($"carried: {Invariant.Of(k.Carried)}"), Argument.Unit);

    /// <summary>The candidate's gate scales what it gets from the state, so that the two gradients differ.</summary>
    protected override (Value OfInput, Value OfState) BackThroughTime(NodeKernels k)
    {
        Value gradient = k.Keep("SumsGradient", OfAll(k, Gates)), recurrentGradient = k.Keep("RecurrentGradient", OfAll(k, Gates));
        k.Call(
            "∂ of the gates' sums, back through time", ".Backward", Groups,
            Argument.Workspace, new Argument.Read(OfGates(k)), new Argument.Read(States(k)), new Argument.Read(k.OutputGradient),
            new Argument.Write(gradient), new Argument.Write(recurrentGradient),
            new Argument.Write(k.Working("ProductGradient", new FeatureLayout(Hidden))),
            new Argument.Write(k.Keep("KeptGradient", new FeatureLayout(Hidden))), Argument.Unit);
        BiasGradient(k, recurrentGradient, ".Input", RecurrentBias);
        return (gradient, recurrentGradient);
    }

    /// <summary>r, z, n of all positions and what n gets from the state before.</summary>
    private Value OfGates(NodeKernels k) => k.Keep("Gates", OfAll(k, KeptForGradient));

    public override string Onnx(OnnxOperands operands) =>
        $"graph.Gru({operands.X}, {operands.Weight}, {operands.Layer}.RecurrentWeight!, {operands.Layer}.Bias!, "
        + $"{operands.Layer}.RecurrentBias!, returnSequence: {Literals.Flag(ReturnSequence)})";

    public static Gru Read(AttributeValues values) => new(values.Argument(0, 0), values.Named("ReturnSequence", true));
}
