using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>An operation with weights, with which a layer begins.</summary>
internal abstract record WeightedOperation : Operation
{
    /// <summary>Whether its values are sums over weights, whose size follows that of the levels.</summary>
    public virtual bool IsSum => true;

    /// <summary>How its grid allows products to be looked up; null where it does not.</summary>
    public LookUp? LookUp { get; init; }

    /// <summary>Whether its products are looked up instead of multiplied.</summary>
    public virtual bool LooksUp(Shape input) => false;

    /// <summary>Whether weights ±α enter only products, which read their signs.</summary>
    public virtual bool ReadsSigns(Shape input) => true;

    /// <summary>
    /// Whether the gradient of its weights can be made for some outputs after others, so that each part moves its weights at once.
    /// </summary>
    /// <param name="input">Shape of x.</param>
    /// <param name="output">Shape of y.</param>
    /// <param name="weights">Which weights.</param>
    /// <param name="batch">The declared batch.</param>
    public virtual bool MakesGradientByOutputs(Shape input, Shape output, ParameterSpec weights, int batch) => false;

    /// <inheritdoc/>
    public override bool BackwardReadsInput => true;

    /// <summary>The operation with everything decided that the user left open.</summary>
    /// <param name="cancelsBias">Whether an operation of its layer would take a bias away again.</param>
    public virtual WeightedOperation Decide(bool cancelsBias) => this;

    /// <summary>The same operation with these channels or features; null where it has no argument for them.</summary>
    public virtual Adjustment? WithChannels(int channels) => null;

    /// <summary>How many weights it has.</summary>
    public long Weights(Shape input) =>
        Parameters(input).Where(parameter => parameter.Kind == ParameterKind.Quantizable).Sum(weights => weights.Elements);

    /// <summary>∂b = Σ ∂y over samples and pixels.</summary>
    /// <param name="k">The layer.</param>
    /// <param name="outputGradient">∂y; null: that of the layer's value.</param>
    /// <param name="part">The member of the layer's object that has the product; empty: the object itself.</param>
    /// <param name="parameter">Name of the bias after that of the layer.</param>
    protected static void BiasGradient(NodeKernels k, Value? outputGradient = null, string part = "", string parameter = "bias") =>
        k.Call(
            "∂b", $"{part}.BiasGradient", Space.Of("block", $"{part}.BiasGradientUnits"),
            new Argument.Read(outputGradient ?? k.OutputGradient), new Argument.ParameterGradient(parameter), Argument.Samples, Argument.Unit);

    /// <summary>Products that are added up for one sample.</summary>
    public abstract long MultiplyAccumulates(Shape input, Shape output);
}
