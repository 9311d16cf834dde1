namespace QuantDsl.Generators.Operations;

/// <summary><c>[LeakyReLU]</c>: x above 0, slope·x below.</summary>
/// <param name="Slope">Of the negative side.</param>
internal sealed record LeakyReLU(double Slope) : ActivationOperation
{
    public override string Text => FormattableString.Invariant($"LeakyReLU({Slope})");

    public override string ValueName => "Leaky";

    public override bool KeepsScale => true;

    public override ActivationFunction Activation
    {
        get
        {
            var slope = new TypeConstant("Slope", Slope);
            return new($"LeakyRelu<{slope.Type}>", Text, slope);
        }
    }

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (!((float)Slope is > 0 and < 1))
            yield return new("slope", Slope, "the slope must be a float32 above 0 and below 1; a slope of 0 is ReLU");
    }

    public override string Onnx(OnnxOperands operands) => $"graph.LeakyRelu({operands.X}, slope: {Literals.Double(Slope)})";

    public static LeakyReLU Read(AttributeValues values) => new(values.Argument(0, 0.01));
}
