using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Products;

/// <summary>The forward product of a fully connected layer on all threads, as a step does it.</summary>
internal sealed unsafe class LinearForward<TLanes, TWeights> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TWeights : struct, IWeightForm
{
    private readonly int _batch;
    private readonly NativeFloats _input;
    private readonly NativeFloats _output;
    private readonly NativeFloats _weights;
    private readonly NativeFloats _scale = new(1);
    private readonly LinearLayer<TLanes, TWeights, NoValues> _layer;

    /// <summary>A layer with weights ±0.5.</summary>
    public LinearForward(int batch, int inputs, int outputs)
    {
        _batch = batch;
        _input = RandomNumbers.Of((long)batch * inputs);
        _output = RandomNumbers.Of((long)batch * outputs);
        _weights = RandomNumbers.Of((long)outputs * inputs);
        for (long i = 0; i < _weights.Length; i++)
            _weights.Data[i] = MathF.CopySign(0.5f, _weights.Data[i]);
        *_scale.Data = 0.5f;
        _layer = new(inputs, outputs, batch, new LayerWeights(_weights.Data, _scale.Data, int.MaxValue), default);
        for (int unit = 0; unit < _layer.PackingUnits; unit++)
            _layer.Pack(unit);
        Work = new Units(_layer, Batch(_input, inputs), Batch(_output, outputs), batch);
    }

    private Units Work { get; }

    /// <summary>Multiplies.</summary>
    public void Run() =>
        TileJob<Units>.Run(Work, 0, _layer.ForwardUnits(_batch), isSmall: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _layer.Dispose();
        foreach (NativeFloats memory in (NativeFloats[])[_input, _output, _weights, _scale])
            memory.Dispose();
    }

    private static ImageBatch Batch(NativeFloats memory, int features) =>
        new(memory.Data, new ImageGeometry(1, 1, features, features, features));

    private readonly struct Units(LinearLayer<TLanes, TWeights, NoValues> layer, ImageBatch x, ImageBatch y, int samples) : ITileWork
    {
        public void Run(int tile) => layer.Forward(x, y, samples, tile);
    }
}
