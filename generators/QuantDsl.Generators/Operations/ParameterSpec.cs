namespace QuantDsl.Generators.Operations;

/// <summary>A tensor that belongs to an operation.</summary>
/// <param name="Name">Its name after that of the layer, in files and messages.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Kind">What it is to training.</param>
/// <param name="FanIn">Of weights: inputs of one output value.</param>
/// <param name="FanOut">Of weights: outputs that one input value reaches.</param>
/// <param name="Gates">Blocks of rows that <c>Scale.PerGate</c> gives scales of their own; 1 where there are no gates.</param>
internal sealed record ParameterSpec(
    string Name, EquatableArray<int> Shape, ParameterKind Kind, int FanIn = 0, int FanOut = 0, int Gates = 1)
{
    /// <summary>Its elements, however many: a model that is too large is still counted.</summary>
    public double Size => Shape.Aggregate(1.0, (product, size) => product * size);

    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Weights that the layer's quantizer applies to.</summary>
    public static ParameterSpec Weights(string name, EquatableArray<int> shape, int fanIn, int fanOut, int gates = 1) =>
        new(name, shape, ParameterKind.Quantizable, fanIn, fanOut, gates);

    /// <summary>A vector that is added to the output, if the layer has one.</summary>
    public static IEnumerable<ParameterSpec> Bias(bool exists, int outputs, int gates = 1) =>
        exists ? [new ParameterSpec("bias", [outputs], ParameterKind.FullPrecision, Gates: gates)] : [];
}
