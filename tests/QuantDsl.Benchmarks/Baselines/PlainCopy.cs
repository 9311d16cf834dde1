using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>Copies of memory far larger than any cache, for the bandwidth that an update can reach at best.</summary>
internal sealed class PlainCopy : IDisposable
{
    private const int Floats = 100 << 20;

    private readonly Tensor _source = ones(Floats);
    private readonly Tensor _target = zeros(Floats);

    /// <summary>Bytes that one copy reads and writes.</summary>
    public const double BytesMoved = 2.0 * sizeof(float) * Floats;

    /// <summary>By libtorch, on its threads.</summary>
    public void ByTorch() => _target.copy_(_source);

    /// <summary>By the runtime, an equal part for every core.</summary>
    public void BySpans()
    {
        int parts = Environment.ProcessorCount;
        Parallel.For(0, parts, part =>
        {
            int start = (int)((long)_source.bytes.Length * part / parts);
            int end = (int)((long)_source.bytes.Length * (part + 1) / parts);
            _source.bytes[start..end].CopyTo(_target.bytes[start..end]);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }
}
