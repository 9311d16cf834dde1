namespace QuantDsl.CompilerServices;

/// <summary>
/// The phases of the gradient with respect to the input of a convolution, which <see cref="ConvolutionAxis"/> explains: those that the
/// input has places of.
/// </summary>
internal sealed class ConvolutionPhases
{
    private readonly ConvolutionShape _shape;
    private readonly int _columns;
    private readonly long[] _steps; // terms of a sum in all phases before

    public ConvolutionPhases(in ConvolutionShape shape)
    {
        _shape = shape;
        _columns = Math.Min(shape.StrideX, shape.Width);
        Count = Math.Min(shape.StrideY, shape.Height) * _columns;
        _steps = new long[Count + 1];
        for (int phase = 0; phase < Count; phase++)
            _steps[phase + 1] = _steps[phase] + WeightOrder.InputGradient(shape, this[phase]).Steps;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Remainders of row and column.</summary>
    public (int Y, int X) this[int phase] =>
        (((phase / _columns) + _shape.PaddingY) % _shape.StrideY, ((phase % _columns) + _shape.PaddingX) % _shape.StrideX);

    /// <summary>Terms of a sum in all phases before one.</summary>
    public long StepsBefore(int phase) => _steps[phase];
}
