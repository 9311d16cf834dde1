using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Conv1d]</c>: a convolution of a sequence along its positions.</summary>
/// <inheritdoc/>
internal sealed record Conv1d(int Channels, Window Window, bool? Bias) : Convolution(Channels, Window, Bias)
{
    public override string Text
    {
        get
        {
            string stride = WindowAxis.Named("Stride", Positions.Stride, 1);
            string padding = WindowAxis.Named("Padding", Positions.Padding, 0);
            string dilation = WindowAxis.Named("Dilation", Positions.Dilation, 1);
            string groups = WindowAxis.Named("Groups", Groups, 1);
            return $"Conv1d({Channels}, {Positions.Kernel}{stride}{padding}{dilation}{groups})";
        }
    }

    /// <summary>A position depends on its neighbours.</summary>
    public override bool MixesPositions => true;

    protected override string Elements => "positions";

    protected override IReadOnlyList<int> KernelSizes => [Positions.Kernel];

    /// <summary>How the window slides along the positions.</summary>
    private WindowAxis Positions => Window.Columns;

    protected override Convolution With(Func<WindowAxis, WindowAxis> change) =>
        this with { Window = Window with { Columns = change(Positions) } };

    protected override Inference? Misfit(Shape input) =>
        input.IsSequence ? null : Inference.Fails(Ids.NeedsSequence, Text, input.Words);

    protected override Inference Slide(Shape input)
    {
        if (!Positions.IsRight)
            return Inference.Unknown; // reported by the checks of arguments
        if (Positions.Extent > Positions.Padded(input.Length))
            return Inference.Fails(Ids.KernelTooLarge, Text, $"{Positions.Padded(input.Length)} positions");
        double length = Positions.Places(input.Length);
        if (TooLarge("an output", length, Channels) is { } tooLarge)
            return tooLarge;
        var output = Shape.Of((int)length, Channels);
        (Shape from, Shape to) = (input.AsImage(), output.AsImage());
        return TooLarge("an input within its padding", input.Length + (2.0 * Window.Border(from)), input.Channels)
            ?? TooLarge("an output's gradient within its padding", length + (2.0 * Window.GradientBorder(from, to)), Channels)
            ?? output;
    }

    private static Inference? TooLarge(string what, double length, int channels) => length * channels > Shape.MaximumElements
        ? new(null, [Inference.TooLarge(what, length * channels, $"{Invariant.Of(length)}×{channels}")])
        : null;

    public static Conv1d Read(AttributeValues values)
    {
        var positions = new WindowAxis(
            values.Argument(1, 0), values.Named("Stride", 1), values.Named("Padding", 0), values.Named("Dilation", 1));
        return new(values.Argument(0, 0), new Window(WindowAxis.One, positions), values.NamedOrNull<bool>("Bias"))
        {
            Groups = values.Named("Groups", 1),
        };
    }
}
