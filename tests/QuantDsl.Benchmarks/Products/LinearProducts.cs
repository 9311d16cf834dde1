using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Products;

/// <summary>A fully connected layer with float32 weights.</summary>
internal sealed unsafe class LinearProducts<TLanes> : ITimedProducts
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _batch;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly NativeFloats _input;
    private readonly NativeFloats _output;
    private readonly NativeFloats _weights;
    private readonly NativeFloats _panels;
    private readonly NativeFloats _transposedPanels;
    private readonly NativeFloats _scratch = RandomNumbers.Of(OuterProduct<TLanes>.ScratchLength);

    public LinearProducts(int batch, int inputs, int outputs)
    {
        (_batch, _inputs, _outputs) = (batch, inputs, outputs);
        _input = RandomNumbers.Of((long)batch * inputs);
        _output = RandomNumbers.Of((long)batch * outputs);
        _weights = RandomNumbers.Of((long)outputs * inputs);
        _panels = Pack(WeightOrder.Forward(outputs, inputs));
        _transposedPanels = Pack(WeightOrder.InputGradient(outputs, inputs));
    }

    public double Operations => 2.0 * _batch * _inputs * _outputs;

    public void Forward() => Multiply(_input, _inputs, _panels, _output, _outputs);

    public void InputGradient() => Multiply(_output, _outputs, _transposedPanels, _input, _inputs);

    public void WeightGradient()
    {
        int offset = 0;
        OuterShape shape = new()
        {
            Batch = _batch,
            Taps = 1,
            Offsets = &offset,
            Terms = _inputs,
            Outputs = _outputs,
            Pixels = 1,
            Lines = 1,
            InputPixelStride = _inputs,
            InputLineStride = _inputs,
            InputSampleStride = _inputs,
            GradientPixelStride = _outputs,
            GradientLineStride = _outputs,
            GradientSampleStride = _outputs,
        };
        UnitRange all = new(0, OuterProduct<TLanes>.Units(in shape));
        OuterProduct<TLanes>.Run(in shape, _batch, _input.Data, _output.Data, _weights.Data, _scratch.Data, all);
    }

    public void Dispose()
    {
        foreach (NativeFloats memory in (NativeFloats[])[_input, _output, _weights, _panels, _transposedPanels, _scratch])
            memory.Dispose();
    }

    private NativeFloats Pack(WeightOrder order)
    {
        NativeFloats panels = RandomNumbers.Of(Panels.Bytes<FloatPanels>(order.Columns, order.Steps) / sizeof(float));
        FloatPacking.Pack(in order, _weights.Data, (byte*)panels.Data, new UnitRange(0, Panels.Count(order.Columns)));
        return panels;
    }

    private void Multiply(NativeFloats from, int terms, NativeFloats panels, NativeFloats to, int columns)
    {
        int offset = 0;
        TapShape shape = new()
        {
            Taps = 1,
            Offsets = &offset,
            Terms = terms,
            Channels = terms,
            Columns = columns,
            Pixels = _batch,
            Lines = 1,
            InputPixelStride = terms,
            InputLineStride = 0,
            InputSampleStride = 0,
            OutputPixelStride = columns,
            OutputLineStride = 0,
            OutputSampleStride = 0,
        };
        ProductOutput<NoValues, NoValues> sums = default;
        TapProduct<TLanes, FloatPanels, NoValues, NoValues>.Run(
            in shape,
            from.Data,
            (byte*)panels.Data,
            to.Data,
            in sums,
            new UnitRange(0, Panels.Count(columns)),
            new UnitRange(0, 1));
    }
}
