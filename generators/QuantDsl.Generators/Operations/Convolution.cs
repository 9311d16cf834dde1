using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>
/// A cross-correlation, of images or of sequences: what both have in common. A sequence is an image of one row, whose pixels are the
/// positions.
/// </summary>
/// <param name="Channels">Channels of the output.</param>
/// <param name="Window">Kernel, stride, padding and dilation.</param>
/// <param name="Bias">Whether each channel has a constant; null: not given, so unless the layer is normalised.</param>
internal abstract record Convolution(int Channels, Window Window, bool? Bias) : WeightedOperation
{

    /// <summary>Where elements of the kernel do not meet neighbours, the place of each is computed beforehand, on the stack.</summary>
    private const int MostTaps = 4096;

    /// <summary>Outputs of a tile of ∂W at least, which products of every width cut into parts that fill their registers.</summary>
    public const int RowsOfTile = 32;

    /// <summary>Tiles of ∂W at least, for some threads.</summary>
    private const int FewestTiles = 8;

    public override string ValueName => "Conv";

    public override Window? Sliding => Window;

    /// <summary>Blocks into which the channels of input and output are divided, and of which only those at the same place meet.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>What its kernel consists of, for messages.</summary>
    protected abstract string Elements { get; }

    /// <summary>Sizes of the kernel, as the shape of the weights has them.</summary>
    protected abstract IReadOnlyList<int> KernelSizes { get; }

    /// <summary>The same convolution with every direction changed; null where the arguments describe each by itself.</summary>
    protected abstract Convolution? With(Func<WindowAxis, WindowAxis> change);

    /// <summary>What is wrong with the kind of its input; null: nothing.</summary>
    protected abstract Inference? Misfit(Shape input);

    /// <summary>The shape of its value, from an input of the right kind.</summary>
    protected abstract Inference Slide(Shape input);

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
            string rule = $"a kernel with dilation or groups must have at most {Invariant.Number(MostTaps)} {Elements}";
            (string name, int size) = height > 1 ? (Window.Rows.KernelName, height) : (Window.Columns.KernelName, width);
            yield return new(name, size, rule);
        }
    }

    public override WeightedOperation Decide(bool cancelsBias) => this with { Bias = Bias ?? !cancelsBias };

    public override Operation? WithStride(int stride) => With(axis => axis with { Stride = stride });

    public override Operation? WithPadding(int padding) => With(axis => axis with { Padding = padding });

    public override Adjustment? WithChannels(int channels) => new("channels", this with { Channels = channels });

    /// <summary>Whether a row of the kernel meets numbers that lie side by side.</summary>
    private bool HasRowsAsTaps => Window.Columns.Dilation == 1 && Groups == 1;

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        if (Misfit(input) is { } misfit)
            return misfit;
        if (Groups < 1 || Channels % Groups != 0)
            return Inference.Unknown; // reported by the checks of arguments
        string rule = $"the number of groups must divide that of the input's channels, which is {input.Channels}";
        return input.Channels % Groups == 0 ? Slide(input) : Inference.Fails(Ids.LayerArgument, rule, "Groups", Groups);
    }

    /// <summary>Whether each channel of the output is one of the input with a kernel of its own.</summary>
    public bool IsDepthwise(Shape input) => Groups > 1 && Groups == input.Channels && Groups == Channels;

    public override EquatableArray<ParameterSpec> Parameters(Shape input)
    {
        var weights = ParameterSpec.Weights(
            "weight", [Channels, input.Channels / Groups, .. KernelSizes],
            fanIn: input.Channels / Groups * Window.Pixels, fanOut: Channels / Groups * Window.Pixels);
        return [weights, .. ParameterSpec.Bias(Bias == true, Channels)];
    }

    public override bool ReadsSigns(Shape input) => !IsDepthwise(input);

    public override bool LooksUp(Shape input) => Groups == 1 && LookUp?.Serves(Window, input.Channels, Channels) == true;

    /// <summary>Of so many outputs that a tile's product is as fast as that of all.</summary>
    public override bool MakesGradientByOutputs(Shape input, Shape output, ParameterSpec weights, int batch) =>
        Groups == 1 && Channels >= FewestTiles * RowsOfTile && Terms(input.Channels) >= WeightGradient.Lanes
        && PooledWeightGradient.IsMadeByOutputs(weights.Elements)
        && WeightGradient.NeedsNoMemory(weights, batch, input.Elements + output.Elements);

    public override long MultiplyAccumulates(Shape input, Shape output) => Weights(input) * (output.Elements / output.Channels);

    public override void Lower(NodeKernels k)
    {
        Shape input = k.InputShape.AsImage();
        k.X.Widen((int)Window.Border(input));
        Product(k, "convolution", ".Forward", k.X, k.Y, (int)Window.Columns.Padded(input.Width), input.Channels);
    }

    /// <summary>A product of pixels, with the memory of a thread that it takes.</summary>
    private void Product(NodeKernels k, string words, string function, Value from, Value to, int pixels, int channels)
    {
        Shape input = k.InputShape.AsImage();
        Argument[] values = [new Argument.Read(from), new Argument.Write(to)];
        Argument[] scratch = IsDepthwise(input) ? []
            : [LooksUp(input) ? LookUp!.Ring(Window, pixels, channels) : new Argument.Text("scratch: default")];
        k.Call(words, function, Space.Samples, [.. values, .. scratch, Argument.Unit]);
    }

    /// <summary>∂x is a convolution of ∂y, ∂W the products of x and ∂y, ∂b = Σ ∂y.</summary>
    public override void Differentiate(NodeKernels k)
    {
        Shape input = k.InputShape.AsImage();
        PooledGradient? pooled = k.OutputGradient.Pooled;
        if (k.Needs[0])
        {
            WidenGradient(k, Window.GradientBorder(input, k.Shape.AsImage()));
            Product(
                k, "∂x of convolution", ".InputGradient", k.OutputGradient, k.InputGradient(), input.Width + Window.Columns.Kernel, Channels);
        }
        if (IsDepthwise(input))
            WeightGradient.CallDepthwise(k, taps: Window.Pixels, channels: Channels);
        else
            CallWeightGradient(k, Groups == 1 ? pooled : null, input.Channels / Groups);
        if (Bias == true)
            BiasGradient(k);
    }

    /// <summary>Weights of an output that meet numbers of x side by side.</summary>
    private int Terms(int inputs) => (HasRowsAsTaps ? Window.Columns.Kernel : 1) * inputs;

    private void CallWeightGradient(NodeKernels k, PooledGradient? pooled, int inputs)
    {
        int terms = Terms(inputs), steps = Window.Pixels * inputs;
        bool isReordered = inputs > 1 && Window.Pixels > 1;
        if (pooled is null)
            WeightGradient.Call(k, terms, steps, pixels: k.Shape.AsImage().Width, outputs: Channels, isReordered);
        else
            PooledWeightGradient.Call(k, pooled, terms, steps, outputs: Channels, isReordered);
    }

    /// <summary>ONNX's padding: of all directions before the image, then behind it.</summary>
    public override string Onnx(OnnxOperands operands)
    {
        Shape input = operands.InputShape.AsImage();
        (WindowAxis Axis, int Size)[] directions = [(Window.Rows, input.Height), (Window.Columns, input.Width)];
        directions = [.. directions.Skip(directions.Length - KernelSizes.Count)];
        IEnumerable<(long Before, long After)> zeros = directions.Select(direction => direction.Axis.PaddingOf(direction.Size));
        int[] padding = [.. zeros.Select(zero => (int)zero.Before), .. zeros.Select(zero => (int)zero.After)];
        IReadOnlyList<int> dilations = [.. directions.Select(direction => direction.Axis.Dilation)];
        string dilated = dilations.All(dilation => dilation == 1) ? "" : $", dilations: {Literals.Integers(dilations)}";
        string groups = Groups == 1 ? "" : $", groups: {Groups}";
        return $"graph.Convolution({operands.X}, {operands.Weight}, {operands.Bias(Bias == true)}, "
            + $"strides: {Literals.Integers(directions.Select(direction => direction.Axis.Stride))}, padding: {Literals.Integers(padding)}"
            + $"{dilated}{groups})";
    }

    /// <summary>A border around ∂y. Of one pixel that was flattened ∂y lies as features do, which have none: it is copied.</summary>
    private static void WidenGradient(NodeKernels k, int border)
    {
        if (border > 0 && k.OutputGradient.Layout is FeatureLayout)
        {
            Value image = k.New("Gradient", k.Shape);
            k.Call(
                "as an image", "Flattening.Backward", Space.Samples,
                new Argument.Read(k.OutputGradient), new Argument.Write(image), Argument.Range);
            k.OutputGradient = image;
        }
        k.OutputGradient.Widen(border);
    }
}
