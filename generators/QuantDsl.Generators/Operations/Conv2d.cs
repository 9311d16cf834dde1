using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Conv2d]</c>: a cross-correlation.</summary>
/// <param name="Channels">Channels of the output.</param>
/// <param name="Window">Kernel, stride and padding.</param>
/// <param name="Bias">Whether each channel has a constant; null: not given, so unless the layer is normalised.</param>
internal sealed record Conv2d(int Channels, Window Window, bool? Bias) : WeightedOperation
{
    /// <summary>Where pixels of the kernel do not meet neighbours, the place of each is computed beforehand, on the stack.</summary>
    private const int MostTaps = 4096;

    public override string Text
    {
        get
        {
            string width = Window.Rows.KernelName == "kernel" ? "" : $", {Window.Columns.Kernel}";
            string stride = Named("Stride", axis => axis.Stride, 1);
            string padding = Named("Padding", axis => axis.Padding, 0);
            string dilation = Named("Dilation", axis => axis.Dilation, 1);
            string groups = Groups == 1 ? "" : $", Groups = {Groups}";
            return $"Conv2d({Channels}, {Window.Rows.Kernel}{width}{stride}{padding}{dilation}{groups})";
        }
    }

    public override string ValueName => "Conv";

    /// <summary>Blocks into which the channels of input and output are divided, and of which only those at the same place meet.</summary>
    public int Groups { get; init; } = 1;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (Channels < 1)
            yield return new("channels", Channels, "a convolution must have at least 1 channel");
        if (Groups < 1)
            yield return new("Groups", Groups, "a convolution must have at least 1 group", "1");
        else if (Channels % Groups != 0)
            yield return new("Groups", Groups, $"the number of groups must divide that of the output's channels, which is {Channels}");
        foreach (ArgumentProblem problem in Window.CheckArguments())
            yield return problem;
        (int height, int width) = (Window.Rows.Kernel, Window.Columns.Kernel);
        if (!HasRowsAsTaps && height >= 1 && width >= 1 && (long)height * width > MostTaps)
        {
            string rule = $"a kernel with dilation or groups must have at most {Invariant.Number(MostTaps)} pixels";
            yield return new(Window.Rows.KernelName, height, rule);
        }
    }

    public override WeightedOperation Decide(bool cancelsBias) => this with { Bias = Bias ?? !cancelsBias };

    public override IEnumerable<Adjustment> Adjustments(int channels) =>
    [
        .. Window.IsSquare ? SquareAdjustments() : [],
        new("channels", channels, this with { Channels = channels }),
    ];

    private IEnumerable<Adjustment> SquareAdjustments()
    {
        WindowAxis axis = Window.Rows;
        int padding = axis.Kernel / 2 * axis.Dilation;
        return
        [
            new("Stride", 1, With(axis with { Stride = 1 })),
            new("Stride", 2, With(axis with { Stride = 2 })),
            new("Padding", padding, With(axis with { Padding = padding })),
        ];
    }

    /// <summary>Whether a row of the kernel meets numbers that lie side by side.</summary>
    private bool HasRowsAsTaps => Window.Columns.Dilation == 1 && Groups == 1;

    private Conv2d With(WindowAxis axis) => this with { Window = new Window(axis, axis) };

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        if (!input.IsImage)
            return Window.NeedsImage(this, input);
        if (Groups < 1 || Channels % Groups != 0)
            return Inference.Unknown; // reported by the checks of arguments
        string rule = $"the number of groups must divide that of the input's channels, which is {input.Channels}";
        return input.Channels % Groups == 0
            ? Window.Over(this, input, Channels)
            : Inference.Fails(Ids.LayerArgument, rule, "Groups", Groups);
    }

    /// <summary>Whether each channel of the output is one of the input with a kernel of its own.</summary>
    public bool IsDepthwise(Shape input) => Groups > 1 && Groups == input.Channels && Groups == Channels;

    public override EquatableArray<ParameterSpec> Parameters(Shape input)
    {
        var weights = ParameterSpec.Weights(
            "weight", [Channels, input.Channels / Groups, Window.Rows.Kernel, Window.Columns.Kernel],
            fanIn: input.Channels / Groups * Window.Pixels, fanOut: Channels / Groups * Window.Pixels);
        return [weights, .. ParameterSpec.Bias(Bias == true, Channels)];
    }

    public override long MultiplyAccumulates(Shape input, Shape output) => Weights(input) * output.Height * output.Width;

    public override void Lower(NodeKernels k)
    {
        k.X.Widen((int)Window.Border(k.InputShape));
        k.Call("convolution", ".Forward", Space.Samples, new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Unit);
    }

    /// <summary>∂x is a convolution of ∂y, ∂W the products of x and ∂y, ∂b = Σ ∂y.</summary>
    public override void Differentiate(NodeKernels k)
    {
        Shape input = k.InputShape;
        if (k.Needs[0])
        {
            WidenGradient(k, Window.GradientBorder(input, k.Shape));
            k.Call(
                "∂x of convolution", ".InputGradient", Space.Samples,
                new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Unit);
        }
        if (IsDepthwise(input))
            WeightGradient.CallDepthwise(k, taps: Window.Pixels, channels: Channels);
        else
            CallWeightGradient(k, input.Channels / Groups);
        if (Bias == true)
            BiasGradient(k);
    }

    private void CallWeightGradient(NodeKernels k, int inputs) => WeightGradient.Call(
        k, terms: (HasRowsAsTaps ? Window.Columns.Kernel : 1) * inputs, steps: Window.Pixels * inputs, pixels: k.Shape.Width,
        outputs: Channels, isReordered: inputs > 1 && Window.Pixels > 1);

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

    /// <summary>libtorch pads both sides alike.</summary>
    public override bool HasTorch => !Window.Rows.IsSame && !Window.Columns.IsSame;

    public override string Torch(TorchOperands operands)
    {
        string bias = Bias == true ? $", bias: {operands.Property}.Bias!.Leaf()" : "";
        string strides = operands.Size(Window.Rows.Stride, Window.Columns.Stride);
        string padding = operands.Size(Window.Rows.Padding, Window.Columns.Padding);
        (int height, int width) = (Window.Rows.Dilation, Window.Columns.Dilation);
        string dilation = (height, width) == (1, 1) ? "" : $", dilation: {operands.Size(height, width)}";
        string window = $"strides: {strides}, padding: {padding}{dilation}{(Groups == 1 ? "" : $", groups: {Groups}")}";
        return $"functional.conv2d({operands.X}, {operands.Property}.Weight.Leaf(){bias}, {window})";
    }

    public static Conv2d Read(AttributeValues values) => new(
        values.Argument(0, 0), new Window(Axis(values, "Height", 1), Axis(values, "Width", 2)), values.NamedOrNull<bool>("Bias"))
    {
        Groups = values.Named("Groups", 1),
    };

    /// <summary>A direction: what is said of it alone comes before what is said of both.</summary>
    private static WindowAxis Axis(AttributeValues values, string direction, int kernel)
    {
        bool isSquare = values.Count < 3;
        (string strideName, int stride) = Of("Stride", 1);
        (string paddingName, int padding) = Of("Padding", 0);
        (string dilationName, int dilation) = Of("Dilation", 1);
        return new WindowAxis(values.Argument(isSquare ? 1 : kernel, 0), stride, padding, dilation)
        {
            KernelName = "kernel" + (isSquare ? "" : direction),
            StrideName = strideName,
            PaddingName = paddingName,
            DilationName = dilationName,
        };

        (string Name, int Value) Of(string name, int otherwise) => values.NamedOrNull<int>(name + direction) is { } own
            ? (name + direction, own)
            : (name, values.Named(name, otherwise));
    }

    /// <summary>A named argument as it would be written, by one number where both directions have the same.</summary>
    private string Named(string name, Func<WindowAxis, int> value, int otherwise)
    {
        int height = value(Window.Rows), width = value(Window.Columns);
        return height == width ? One("", height) : One("Height", height) + One("Width", width);

        string One(string direction, int number) =>
            number == otherwise ? "" : $", {name}{direction} = {(number == WindowAxis.Same ? "Padding.Same" : Invariant.Of(number))}";
    }
}
