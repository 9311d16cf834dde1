using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Conv2d]</c>: a cross-correlation with square kernels.</summary>
/// <param name="Channels">Channels of the output.</param>
/// <param name="Window">Kernel, stride and padding.</param>
/// <param name="Bias">Whether each channel has a constant; null: not given, so unless the layer is normalised.</param>
internal sealed record Conv2d(int Channels, Window Window, bool? Bias) : WeightedOperation
{
    public override string Text
    {
        get
        {
            string stride = Window.Stride == 1 ? "" : $", Stride = {Window.Stride}";
            string padding = Window.Padding == 0 ? "" : $", Padding = {Window.Padding}";
            return $"Conv2d({Channels}, {Window.Kernel}{stride}{padding})";
        }
    }

    public override string ValueName => "Conv";

    /// <summary>Whether it runs with the channels of a pixel side by side, and leaves them so.</summary>
    public bool IsChannelsLast { get; init; }

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (Channels < 1)
            yield return new("channels", Channels, "a convolution must have at least 1 channel");
        foreach (ArgumentProblem problem in Window.CheckArguments())
            yield return problem;
    }

    public override WeightedOperation Decide(bool isNormalized) => this with { Bias = Bias ?? !isNormalized };

    public override IEnumerable<Adjustment> Adjustments(int channels) =>
    [
        new("Stride", 1, this with { Window = Window with { Stride = 1 } }),
        new("Stride", 2, this with { Window = Window with { Stride = 2 } }),
        new("Padding", Window.Kernel / 2, this with { Window = Window with { Padding = Window.Kernel / 2 } }),
        new("channels", channels, this with { Channels = channels }),
    ];

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) => Window.Over(this, operands[0].Shape, Channels);

    public override EquatableArray<ParameterSpec> Parameters(Shape input)
    {
        int pixels = Window.Kernel * Window.Kernel;
        var weights = ParameterSpec.Weights(
            "weight", [Channels, input.Channels, Window.Kernel, Window.Kernel], fanIn: input.Channels * pixels, fanOut: Channels * pixels);
        return [weights, .. ParameterSpec.Bias(Bias == true, Channels)];
    }

    public override long MultiplyAccumulates(Shape input, Shape output) => Weights(input) * output.Height * output.Width;

    public override void Lower(NodeKernels k)
    {
        k.X.Widen(Window.Padding);
        k.Call("convolution", ".Forward", Space.Samples, new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Unit);
    }

    /// <summary>∂x is a convolution of ∂y, ∂W the products of x and ∂y, ∂b = Σ ∂y.</summary>
    public override void Differentiate(NodeKernels k)
    {
        Shape input = k.InputShape;
        if (k.Needs[0])
        {
            WidenGradient(k, Math.Max(
                Window.GradientBorder(input.Height, k.Shape.Height), Window.GradientBorder(input.Width, k.Shape.Width)));
            k.Call(
                "∂x of convolution", ".InputGradient", Space.Samples,
                new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Unit);
        }
        int terms = Window.Kernel * input.Channels;
        WeightGradient.Call(k, terms, steps: Window.Kernel * terms, pixels: k.Shape.Width, outputs: Channels,
            isReordered: input.Channels > 1 && Window.Kernel > 1);
        if (Bias == true)
            BiasGradient(k);
    }

    /// <summary>A border around ∂y. Of one pixel that was flattened ∂y lies as features do, which have none: it is copied.</summary>
    private static void WidenGradient(NodeKernels k, int border)
    {
        if (border > 0 && k.OutputGradient.Layout is not ImageLayout)
        {
            Value image = k.New("Gradient", k.Shape);
            k.Call(
                "as an image", "Flattening.Backward", Space.Samples,
                new Argument.Read(k.OutputGradient), new Argument.Write(image), Argument.Range);
            k.OutputGradient = image;
        }
        k.OutputGradient.Widen(border);
    }

    public override string Torch(TorchOperands operands)
    {
        string bias = Bias == true ? $", bias: {operands.Property}.Bias!.Leaf()" : "";
        string window = $"strides: {operands.Size(Window.Stride)}, padding: {operands.Size(Window.Padding)}";
        return $"functional.conv2d({operands.X}, {operands.Property}.Weight.Leaf(){bias}, {window})";
    }

    public static Conv2d Read(AttributeValues values) => new(
        values.Argument(0, 0),
        new Window(values.Argument(1, 0), values.Named("Stride", 1), values.Named("Padding", 0)),
        values.NamedOrNull<bool>("Bias"));
}
