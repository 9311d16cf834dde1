using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Lstm]</c>: long short-term memory over a sequence.</summary>
/// <param name="Hidden">Units.</param>
/// <param name="ReturnSequence">Whether its value is a sequence, or that of the last position.</param>
internal sealed record Lstm(int Hidden, bool ReturnSequence) : WeightedOperation
{
    /// <summary>Input, forget, cell and output gate: the rows of the weights, in this order.</summary>
    private const int Gates = 4;

    public override string Text => $"Lstm({Hidden}{(ReturnSequence ? "" : ", ReturnSequence = false")})";

    public override string ValueName => "States";

    /// <summary>Sums go through gates, which bound them.</summary>
    public override bool IsSum => false;

    /// <summary>The gates of one position and the cell state.</summary>
    public override long WorkingValues => (Gates + 1L) * Hidden;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (Hidden < 1)
            yield return new("hidden", Hidden, "an LSTM must have at least 1 unit");
    }

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        return input.IsSequence
            ? Inference.Sequence(ReturnSequence ? input.With(Hidden) : Shape.Of(Hidden), input.Length, features: (double)Gates * Hidden)
            : Inference.Fails(Ids.NeedsSequence, Text, input.Words);
    }

    /// <summary>Fans are those of one gate, as if it were a layer.</summary>
    public override EquatableArray<ParameterSpec> Parameters(Shape input) =>
    [
        ParameterSpec.Weights("weight_ih", [Gates * Hidden, input.Channels], fanIn: input.Channels, fanOut: Hidden, Gates),
        ParameterSpec.Weights("weight_hh", [Gates * Hidden, Hidden], fanIn: Hidden, fanOut: Hidden, Gates),
        .. ParameterSpec.Bias(exists: true, Gates * Hidden, Gates),
    ];

    public override long MultiplyAccumulates(Shape input, Shape output) => Weights(input) * input.Length;

    /// <summary>h and c.</summary>
    public override int Carried => 2 * Hidden;

    public override void Lower(NodeKernels k)
    {
        int length = k.InputShape.Length;
        Value sums = k.Keep("Sums", new SequenceLayout(length, Gates * Hidden));
        k.Call(
            "sums of the gates from x", ".Input.ForwardSequence", Space.Samples,
            new Argument.Read(k.X), new Argument.Write(sums), Argument.Unit);
        Value states = States(k), recurrent = k.Keep("Recurrent", new FeatureLayout(Gates * Hidden));
        if (k.IsTraining)
        {
            k.Call(
                "recurrence", ".Forward", Groups,
                Argument.Workspace, new Argument.Read(sums), new Argument.Write(OfGates(k)), new Argument.Write(Cells(k)),
                new Argument.Write(states), new Argument.Write(recurrent), Argument.Unit);
        }
        else
        {
            k.Call(
                "recurrence", ".Infer", Groups,
                Argument.Workspace, new Argument.Read(sums), new Argument.Write(k.Keep("Cell", new FeatureLayout(Hidden))),
                new Argument.Write(states), new Argument.Write(recurrent), new Argument.Text($"carried: {Invariant.Of(k.Carried)}"),
                Argument.Unit);
        }
        if (!ReturnSequence)
            k.Call("last state", "Positions.Last", Space.Samples, new Argument.Read(states), new Argument.Write(k.Y), Argument.Range);
    }

    /// <summary>The gradient of the gates' sums, from the last position to the first; from it all others.</summary>
    public override void Differentiate(NodeKernels k)
    {
        int length = k.InputShape.Length, inputs = k.InputShape.Channels;
        Value gradient = k.Keep("SumsGradient", new SequenceLayout(length, Gates * Hidden));
        k.Call(
            "∂ of the gates' sums, back through time", ".Backward", Groups,
            Argument.Workspace, new Argument.Read(OfGates(k)), new Argument.Read(Cells(k)), new Argument.Read(k.OutputGradient),
            new Argument.Write(gradient), new Argument.Write(k.Keep("StateGradient", new FeatureLayout(Hidden))),
            new Argument.Write(k.Keep("CellGradient", new FeatureLayout(Hidden))), Argument.Unit);
        if (k.Needs[0])
        {
            k.Call(
                "∂x of the gates' sums", ".Input.SequenceInputGradient", Space.Samples,
                new Argument.Read(gradient), new Argument.Write(k.InputGradient()), Argument.Unit);
        }
        WeightGradient.Call(k, new(k.X, gradient, "weight_ih", ".Input"), inputs, steps: inputs, pixels: length, outputs: Gates * Hidden);
        WeightGradient.Call(
            k, new(States(k), gradient, "weight_hh", ".Recurrent"), Hidden, steps: Hidden, pixels: length, outputs: Gates * Hidden);
        BiasGradient(k, gradient, ".Input");
    }

    private static Space Groups => Space.Of("group", ".Groups(w)");

    /// <summary>h of all positions.</summary>
    private Value States(NodeKernels k) =>
        ReturnSequence ? k.Y : k.Keep("OfAll", new SequenceLayout(k.InputShape.Length, Hidden));

    /// <summary>i, f, g, o of all positions.</summary>
    private Value OfGates(NodeKernels k) => k.Keep("Gates", new SequenceLayout(k.InputShape.Length, Gates * Hidden));

    /// <summary>c of all positions.</summary>
    private Value Cells(NodeKernels k) => k.Keep("Cells", new SequenceLayout(k.InputShape.Length, Hidden));

    public override string Torch(TorchOperands operands) =>
        $"TorchTape.Lstm({operands.X}, weight: {operands.Parameter}, recurrentWeight: {operands.Parameter + 1}, "
        + $"bias: {operands.Property}.Bias!, pass, returnSequence: {Literals.Flag(ReturnSequence)})";

    public static Lstm Read(AttributeValues values) => new(values.Argument(0, 0), values.Named("ReturnSequence", true));
}
