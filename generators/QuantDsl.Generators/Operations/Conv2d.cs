namespace QuantDsl.Generators.Operations;

/// <summary><c>[Conv2d]</c>: a convolution of an image.</summary>
/// <inheritdoc/>
internal sealed record Conv2d(int Channels, Window Window, bool? Bias) : Convolution(Channels, Window, Bias)
{
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

    protected override string Elements => "pixels";

    protected override IReadOnlyList<int> KernelSizes => [Window.Rows.Kernel, Window.Columns.Kernel];

    protected override Convolution? With(Func<WindowAxis, WindowAxis> change) => Window.HasCommonNames
        ? this with { Window = new Window(change(Window.Rows), change(Window.Columns)) }
        : null;

    protected override Inference? Misfit(Shape input) => input.IsImage ? null : Window.NeedsImage(this, input);

    protected override Inference Slide(Shape input) => Window.Over(this, input, Channels);

    public static Conv2d Read(AttributeValues values) => new(
        values.Argument(0, 0), new Window(Direction(values, "Height", 1), Direction(values, "Width", 2)), values.NamedOrNull<bool>("Bias"))
    {
        Groups = values.Named("Groups", 1),
    };

    /// <summary>A direction: what is said of it alone comes before what is said of both.</summary>
    private static WindowAxis Direction(AttributeValues values, string direction, int kernel)
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
        return height == width
            ? WindowAxis.Named(name, height, otherwise)
            : WindowAxis.Named(name + "Height", height, otherwise) + WindowAxis.Named(name + "Width", width, otherwise);
    }
}
