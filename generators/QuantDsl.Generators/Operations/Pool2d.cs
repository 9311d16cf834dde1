using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[MaxPool2d]</c> or <c>[AvgPool2d]</c>: one value for each place of a window.</summary>
/// <param name="IsMaximum">Whether it is the largest or the mean.</param>
/// <param name="Window">Kernel, stride and padding, which are those of either direction.</param>
internal sealed record Pool2d(bool IsMaximum, WindowAxis Window) : Operation
{
    /// <summary>The place of a maximum in its window is kept as a byte.</summary>
    private const int LargestMaximum = 16;

    public override string Text
    {
        get
        {
            string stride = Window.Stride == Window.Kernel ? "" : $", Stride = {Window.Stride}";
            string padding = Window.Padding == 0 ? "" : $", Padding = {Window.Padding}";
            return $"{(IsMaximum ? "MaxPool2d" : "AvgPool2d")}({Window.Kernel}{stride}{padding})";
        }
    }

    public override string ValueName => "Pool";

    public override Window? Sliding => new(Window, Window);

    public override Operation? WithPadding(int padding) =>
        padding >= 0 && padding <= Window.Kernel / 2 ? this with { Window = Window with { Padding = padding } } : null;

    public override bool KeepsScale => true;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        foreach (ArgumentProblem problem in Window.CheckArguments())
            yield return problem;
        if (IsMaximum && Window.Kernel > LargestMaximum)
            yield return new("kernel", Window.Kernel, $"the kernel of a max pooling must be at most {LargestMaximum}");
        if (Window.Kernel >= 1 && Window.Padding > Window.Kernel / 2)
        {
            string half = Invariant.Of(Window.Kernel / 2);
            yield return new("Padding", Window.Padding, "the padding of a pooling must be at most half its kernel", half);
        }
    }

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        Inference pooled = Sliding!.Over(this, input, input.Channels);
        if (pooled.Shape is null)
            return pooled;
        int left = (input.Height + (2 * Window.Padding) - Window.Kernel) % Window.Stride;
        return left > 0 && Window.Padding == 0
            ? pooled with { Problems = [ShapeProblem.Of(Ids.PoolingDropsRows, Text, left, input.Height)] }
            : pooled;
    }

    public override void Lower(NodeKernels k)
    {
        if (IsMaximum)
        {
            k.Call(
                "max pooling", "MaxPooling.Forward<TLanes>", Space.Samples,
                new Argument.Read(k.X), Sizes, new Argument.Write(k.Y), new Argument.Write(Places(k)), Argument.Range);
        }
        else
        {
            k.Call(
                "average pooling", "AveragePooling.Forward<TLanes>", Space.Samples,
                new Argument.Read(k.X), Sizes, new Argument.Write(k.Y), Argument.Range);
        }
    }

    /// <summary>Where the maximum of a window was, or to all of it the same share.</summary>
    public override void Differentiate(NodeKernels k)
    {
        Value gradient = k.InputGradient();
        if (IsMaximum)
        {
            gradient.Pooled = new PooledGradient(k.OutputGradient, Places(k), Sizes);
            k.Call(
                "∂x of max pooling", "MaxPooling.Backward<TLanes>", Space.Samples,
                new Argument.Read(Places(k)), Sizes, new Argument.Read(k.OutputGradient), new Argument.Write(gradient), Argument.Range);
        }
        else
        {
            k.Call(
                "∂x of average pooling", "AveragePooling.Backward<TLanes>", Space.Samples,
                Sizes, new Argument.Read(k.OutputGradient), new Argument.Write(gradient), Argument.Range);
        }
    }

    private Argument Sizes => new Argument.Text($"new PoolingWindow({Window.Kernel}, {Window.Stride}, {Window.Padding})");

    private static Value Places(NodeKernels k) => k.Keep("Places", new ByteLayout(k.Shape.Elements));

    public override string Onnx(OnnxOperands operands) =>
        $"graph.{(IsMaximum ? "MaxPooling" : "AveragePooling")}({operands.X}, "
        + $"kernel: {Window.Kernel}, stride: {Window.Stride}, padding: {Window.Padding})";

    public static Pool2d ReadMaximum(AttributeValues values) => Read(values, isMaximum: true);

    public static Pool2d ReadAverage(AttributeValues values) => Read(values, isMaximum: false);

    private static Pool2d Read(AttributeValues values, bool isMaximum)
    {
        int kernel = values.Argument(0, 0);
        return new Pool2d(isMaximum, new WindowAxis(kernel, values.Named("Stride", kernel), values.Named("Padding", 0)));
    }
}
