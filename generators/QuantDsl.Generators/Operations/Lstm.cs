using QuantDsl.Generators.Diagnostics;

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

    public override string Torch(TorchOperands operands) =>
        $"TorchTape.Lstm({operands.X}, weight: {operands.Parameter}, recurrentWeight: {operands.Parameter + 1}, "
        + $"bias: {operands.Property}.Bias!, pass, returnSequence: {Literals.Flag(ReturnSequence)})";

    public static Lstm Read(AttributeValues values) => new(values.Argument(0, 0), values.Named("ReturnSequence", true));
}
