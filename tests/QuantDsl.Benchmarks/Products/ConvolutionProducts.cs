using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Products;

/// <summary>A convolution without padding and with stride 1, with float32 weights.</summary>
internal sealed unsafe class ConvolutionProducts<TLanes> : ITimedProducts
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _batch;
    private readonly ConvolutionShape _shape;
    private readonly ImageLayout _inputLayout;
    private readonly ImageLayout _outputLayout;
    private readonly int _outputStart;
    private readonly NativeFloats _input;
    private readonly NativeFloats _output;
    private readonly NativeFloats _weights;
    private readonly NativeFloats _panels;
    private readonly NativeFloats _reversedPanels;
    private readonly NativeFloats _scratch = new(OuterProduct<TLanes>.ScratchLength);

    public ConvolutionProducts(int batch, in ConvolutionShape shape)
    {
        (_batch, _shape) = (batch, shape);
        int border = shape.GradientBorderX.Before, line = (shape.OutputWidth + (2 * border)) * shape.Outputs;
        int lines = shape.OutputHeight + (2 * border);
        _inputLayout = new ImageLayout
        {
            LineStride = shape.Width * shape.Inputs,
            SampleStride = shape.Height * shape.Width * shape.Inputs,
        };
        _outputLayout = new ImageLayout { LineStride = line, SampleStride = lines * line };
        _outputStart = (border * line) + (border * shape.Outputs);
        _input = new NativeFloats((long)batch * _inputLayout.SampleStride);
        _output = new NativeFloats((long)batch * _outputLayout.SampleStride);
        int terms = shape.KernelHeight * shape.KernelWidth * shape.Inputs;
        _weights = new NativeFloats((long)shape.Outputs * terms);
        _panels = Pack(WeightOrder.Forward(in shape));
        _reversedPanels = Pack(WeightOrder.InputGradient(in shape, (0, 0)));
    }

    public double Operations =>
        2.0 * _batch * _shape.OutputHeight * _shape.OutputWidth * _shape.Outputs * _shape.KernelHeight * _shape.KernelWidth * _shape.Inputs;

    public void Forward()
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        TapShape taps = _shape.Forward(in _inputLayout, in _outputLayout, offsets);
        Multiply(in taps, _input.Pointer, _panels, _output.Pointer + _outputStart);
    }

    public void InputGradient()
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        TapShape taps = _shape.InputGradient(in _outputLayout, in _inputLayout, (0, 0), offsets, out int start);
        Multiply(in taps, _output.Pointer + _outputStart, _reversedPanels, _input.Pointer + start);
    }

    public void WeightGradient()
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        TapShape taps = _shape.Forward(in _inputLayout, in _outputLayout, offsets);
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
        float* gradient = _output.Pointer + _outputStart;
        OuterProduct<TLanes>.Run(in shape, _batch, _input.Pointer, gradient, _weights.Pointer, _scratch.Pointer, all);
    }

    public void Dispose()
    {
        foreach (NativeFloats memory in (NativeFloats[])[_input, _output, _weights, _panels, _reversedPanels, _scratch])
            memory.Dispose();
    }

    private NativeFloats Pack(WeightOrder order)
    {
        NativeFloats panels = new(Panels.Bytes<FloatPanels>(order.Columns, order.Steps) / sizeof(float));
        PanelPacking.PackFloats(in order, _weights.Pointer, (byte*)panels.Pointer, new UnitRange(0, Panels.Count(order.Columns)));
        return panels;
    }

    private void Multiply(in TapShape taps, float* from, NativeFloats panels, float* to)
    {
        ProductOutput<NoValues, NoValues> sums = default;
        TapProduct<TLanes, FloatPanels, NoValues, NoValues>.Run(
            in taps,
            from,
            (byte*)panels.Pointer,
            to,
            in sums,
            new UnitRange(0, Panels.Count(taps.Columns)),
            new UnitRange(0, _batch));
    }
}
