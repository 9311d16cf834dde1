using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Products;

/// <summary>A convolution without padding and with stride 1, with float32 weights.</summary>
internal sealed unsafe class ConvolutionProducts<TLanes> : ITimedProducts
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _batch;
    private readonly ConvolutionShape _shape;
    private readonly ImageGeometry _inputGeometry;
    private readonly ImageGeometry _outputGeometry;
    private readonly int _outputStart;
    private readonly NativeFloats _input;
    private readonly NativeFloats _output;
    private readonly NativeFloats _weights;
    private readonly NativeFloats _panels;
    private readonly NativeFloats _reversedPanels;
    private readonly NativeFloats _scratch = RandomNumbers.Of(OuterProduct<TLanes>.ScratchLength);

    public ConvolutionProducts(int batch, in ConvolutionShape shape)
    {
        (_batch, _shape) = (batch, shape);
        int border = shape.GradientBorderX.Before;
        _inputGeometry = ImageGeometry.Dense(shape.Height, shape.Width, shape.Inputs);
        _outputGeometry = ImageGeometry.Bordered(shape.OutputHeight, shape.OutputWidth, shape.Outputs, border);
        _outputStart = border * (_outputGeometry.RowStride + shape.Outputs);
        _input = RandomNumbers.Of((long)batch * _inputGeometry.SampleStride);
        _output = RandomNumbers.Of((long)batch * _outputGeometry.SampleStride);
        int terms = shape.KernelHeight * shape.KernelWidth * shape.Inputs;
        _weights = RandomNumbers.Of((long)shape.Outputs * terms);
        _panels = Pack(WeightOrder.Forward(in shape));
        _reversedPanels = Pack(WeightOrder.InputGradient(in shape, (0, 0)));
    }

    public double Operations =>
        2.0 * _batch * _shape.OutputHeight * _shape.OutputWidth * _shape.Outputs * _shape.KernelHeight * _shape.KernelWidth * _shape.Inputs;

    public void Forward()
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        TapShape taps = _shape.Forward(in _inputGeometry, in _outputGeometry, offsets);
        Multiply(in taps, _input.Data, _panels, _output.Data + _outputStart);
    }

    public void InputGradient()
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        TapShape taps = _shape.InputGradient(in _outputGeometry, in _inputGeometry, (0, 0), offsets, out int start);
        Multiply(in taps, _output.Data + _outputStart, _reversedPanels, _input.Data + start);
    }

    public void WeightGradient()
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        TapShape taps = _shape.Forward(in _inputGeometry, in _outputGeometry, offsets);
        OuterShape shape = new()
        {
            Batch = _batch,
            Taps = taps.Taps,
            Offsets = taps.Offsets,
            Terms = taps.Terms,
            Outputs = taps.Columns,
            Pixels = taps.Pixels,
            Lines = taps.Lines,
            InputPixelStride = taps.InputPixelStride,
            InputLineStride = taps.InputLineStride,
            InputSampleStride = taps.InputSampleStride,
            GradientPixelStride = taps.OutputPixelStride,
            GradientLineStride = taps.OutputLineStride,
            GradientSampleStride = taps.OutputSampleStride,
        };
        UnitRange all = new(0, OuterProduct<TLanes>.Units(in shape));
        float* gradient = _output.Data + _outputStart;
        OuterProduct<TLanes>.Run(in shape, _batch, _input.Data, gradient, _weights.Data, _scratch.Data, all);
    }

    public void Dispose()
    {
        foreach (NativeFloats memory in (NativeFloats[])[_input, _output, _weights, _panels, _reversedPanels, _scratch])
            memory.Dispose();
    }

    private NativeFloats Pack(WeightOrder order)
    {
        NativeFloats panels = RandomNumbers.Of(Panels.Bytes<FloatPanels>(order.Columns, order.Steps) / sizeof(float));
        FloatPacking.Pack(in order, _weights.Data, (byte*)panels.Data, new UnitRange(0, Panels.Count(order.Columns)));
        return panels;
    }

    private void Multiply(in TapShape taps, float* from, NativeFloats panels, float* to)
    {
        ProductOutput<NoValues, NoValues> sums = default;
        TapProduct<TLanes, FloatPanels, NoValues, NoValues>.Run(
            in taps,
            from,
            (byte*)panels.Data,
            to,
            in sums,
            new UnitRange(0, Panels.Count(taps.Columns)),
            new UnitRange(0, _batch));
    }
}
