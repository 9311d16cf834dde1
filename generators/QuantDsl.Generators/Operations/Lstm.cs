using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Lstm]</c>: long short-term memory over a sequence.</summary>
/// <inheritdoc/>
internal sealed record Lstm(int Hidden, bool ReturnSequence) : RecurrentOperation(Hidden, ReturnSequence)
{
    protected override string Name => "Lstm";

    protected override string Words => "an LSTM";

    /// <summary>Input, forget, cell and output gate, in this order.</summary>
    public override int Gates => 4;

    protected override IEnumerable<ParameterSpec> Biases => ParameterSpec.Bias(exists: true, Gates * Hidden, Gates);

    /// <summary>The gates of one position and the cell state.</summary>
    public override long WorkingValues => (Gates + 1L) * Hidden;

    /// <summary>h and c.</summary>
    public override int Carried => 2 * Hidden;

    protected override void Train(NodeKernels k, Value sums, Value states, Value recurrent) => k.Call(
        "recurrence", ".Forward", Groups,
        Argument.Workspace, new Argument.Read(sums), new Argument.Write(OfGates(k)), new Argument.Write(Cells(k)),
        new Argument.Write(states), new Argument.Write(recurrent), Argument.Unit);

    protected override void Predict(NodeKernels k, Value sums, Value states, Value recurrent) => k.Call(
        "recurrence", ".Infer", Groups,
        Argument.Workspace, new Argument.Read(sums), new Argument.Write(k.Keep("Cell", new FeatureLayout(Hidden))),
        new Argument.Write(states), new Argument.Write(recurrent), new Argument.Text($"carried: {Invariant.Of(k.Carried)}"),
        Argument.Unit);

    protected override (Value OfInput, Value OfState) BackThroughTime(NodeKernels k)
    {
        Value gradient = k.Keep("SumsGradient", OfAll(k, Gates));
        k.Call(
            "∂ of the gates' sums, back through time", ".Backward", Groups,
            Argument.Workspace, new Argument.Read(OfGates(k)), new Argument.Read(Cells(k)), new Argument.Read(k.OutputGradient),
            new Argument.Write(gradient), new Argument.Write(k.Working("StateGradient", new FeatureLayout(Hidden))),
            new Argument.Write(k.Keep("CellGradient", new FeatureLayout(Hidden))), Argument.Unit);
        return (gradient, gradient);
    }

    /// <summary>i, f, g, o of all positions.</summary>
    private Value OfGates(NodeKernels k) => k.Keep("Gates", OfAll(k, Gates));

    /// <summary>c of all positions.</summary>
    private Value Cells(NodeKernels k) => k.Keep("Cells", OfAll(k, 1));

    public override string Onnx(OnnxOperands operands) =>
        $"graph.Lstm({operands.X}, {operands.Weight}, {operands.Layer}.RecurrentWeight!, {operands.Layer}.Bias!, "
        + $"returnSequence: {Literals.Flag(ReturnSequence)})";

    public static Lstm Read(AttributeValues values) => new(values.Argument(0, 0), values.Named("ReturnSequence", true));
}
