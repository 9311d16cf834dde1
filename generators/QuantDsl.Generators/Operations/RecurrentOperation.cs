using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>A recurrence over the positions of a sequence, with gates: what an LSTM and a GRU have in common.</summary>
/// <param name="Hidden">Units.</param>
/// <param name="ReturnSequence">Whether its value is a sequence, or that of the last position.</param>
internal abstract record RecurrentOperation(int Hidden, bool ReturnSequence) : WeightedOperation
{
    /// <summary>Numbers of each unit that a position keeps for the gradient.</summary>
    private const double Kept = 4;

    public override string Text => $"{Name}({Hidden}{(ReturnSequence ? "" : ", ReturnSequence = false")})";

    public override string ValueName => "States";

    /// <summary>Sums go through gates, which bound them.</summary>
    public override bool IsSum => false;

    /// <summary>Name of the attribute.</summary>
    protected abstract string Name { get; }

    /// <summary>What it is, with an article, for messages.</summary>
    protected abstract string Words { get; }

    /// <summary>How many gates: blocks of rows of the weights.</summary>
    public abstract int Gates { get; }

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (Hidden < 1)
            yield return new("hidden", Hidden, $"{Words} must have at least 1 unit");
    }

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        return input.IsSequence
            ? Inference.Sequence(ReturnSequence ? input.With(Hidden) : Shape.Of(Hidden), input.Length, Kept * Hidden)
            : Inference.Fails(Ids.NeedsSequence, Text, input.Words);
    }

    public override Adjustment? WithChannels(int channels) => new("hidden", this with { Hidden = channels });

    /// <summary>Fans are those of one gate, as if it were a layer.</summary>
    public override EquatableArray<ParameterSpec> Parameters(Shape input) =>
    [
        ParameterSpec.Weights("weight_ih", [Gates * Hidden, input.Channels], fanIn: input.Channels, fanOut: Hidden, Gates),
        ParameterSpec.Weights("weight_hh", [Gates * Hidden, Hidden], fanIn: Hidden, fanOut: Hidden, Gates),
        .. Biases,
    ];

    protected abstract IEnumerable<ParameterSpec> Biases { get; }

    public override bool LooksUp(Shape input) =>
        LookUp is { } lookUp && lookUp.Serves(input.Channels, Gates * Hidden) && lookUp.Serves(Hidden, Gates * Hidden);

    /// <summary>The gradient of few inputs or units is made from gathered samples, all at once.</summary>
    public override bool MakesGradientByOutputs(Shape input, Shape output, ParameterSpec weights, int batch) =>
        weights.Shape[1] is var terms && terms >= WeightGradient.Lanes
        && WeightGradient.NeedsNoMemory(weights, batch, (long)input.Length * (terms + (Gates * Hidden)));

    public override long MultiplyAccumulates(Shape input, Shape output) => Weights(input) * input.Length;

    public override void Lower(NodeKernels k)
    {
        Value sums = k.Keep("Sums", OfAll(k, Gates));
        k.Call(
            "sums of the gates from x", ".Input.ForwardSequence", Space.Samples,
            new Argument.Read(k.X), new Argument.Write(sums), Argument.Unit);
        Value states = States(k), recurrent = k.Working("Recurrent", new FeatureLayout(Gates * Hidden));
        if (k.IsTraining)
            Train(k, sums, states, recurrent);
        else
            Predict(k, sums, states, recurrent);
        if (!ReturnSequence)
            k.Call("last state", "Positions.Last", Space.Samples, new Argument.Read(states), new Argument.Write(k.Y), Argument.Range);
    }

    /// <summary>The recurrence, which keeps what its gradient needs.</summary>
    protected abstract void Train(NodeKernels k, Value sums, Value states, Value recurrent);

    /// <summary>The recurrence, which begins with the states that a prediction carries on.</summary>
    protected abstract void Predict(NodeKernels k, Value sums, Value states, Value recurrent);

    /// <summary>The gradient of the gates' sums, from the last position to the first; from it all others.</summary>
    public override void Differentiate(NodeKernels k)
    {
        int length = k.InputShape.Length, inputs = k.InputShape.Channels;
        (Value gradient, Value recurrentGradient) = BackThroughTime(k);
        if (k.Needs[0])
        {
            k.Call(
                "∂x of the gates' sums", ".Input.SequenceInputGradient", Space.Samples,
                new Argument.Read(gradient), new Argument.Write(k.InputGradient()), Argument.Unit);
        }
        WeightGradient.Call(k, new(k.X, gradient, "weight_ih", ".Input"), inputs, steps: inputs, pixels: length, outputs: Gates * Hidden);
        WeightGradient.Call(
            k, new(States(k), recurrentGradient, "weight_hh", ".Recurrent"), Hidden, steps: Hidden, pixels: length, outputs: Gates * Hidden);
        BiasGradient(k, gradient, ".Input");
    }

    /// <summary>The gradients of what the gates get from x and from the state before.</summary>
    protected abstract (Value OfInput, Value OfState) BackThroughTime(NodeKernels k);

    protected static Space Groups => Space.Of("group", ".Groups(w)");

    /// <summary>h of all positions.</summary>
    protected Value States(NodeKernels k) => ReturnSequence ? k.Y : k.Keep("OfAll", OfAll(k, 1));

    /// <summary>So many numbers of each unit, at all positions.</summary>
    protected SequenceLayout OfAll(NodeKernels k, int numbers) => new(k.InputShape.Length, numbers * Hidden);
}
