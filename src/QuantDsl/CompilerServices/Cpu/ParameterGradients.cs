namespace QuantDsl.CompilerServices;

/// <summary>
/// Gradients with respect to all parameters of a model, in one flat memory that is laid out as that of the parameters. Those of frozen
/// parameters stay 0.
/// </summary>
internal sealed unsafe class ParameterGradients : IDisposable
{
    /// <summary>Values that a thread measures at once.</summary>
    private const int PieceSize = 1 << 16;

    private readonly NativeFloats _memory;
    private readonly nint[] _addresses;
    private readonly double[] _bounds;
    private readonly Piece[] _pieces;
    private readonly CpuNetwork? _network;
    private readonly int[] _bounded;

    /// <param name="store">The model.</param>
    /// <param name="network">The network that makes them, and bounds those of large weights by the factors of a product; null: all are
    /// looked at.</param>
    public ParameterGradients(ParameterStore store, CpuNetwork? network)
    {
        _network = network;
        _bounded = network?.Plan.Deferred ?? [];
        _memory = new NativeFloats(store.ParameterFloats);
        _addresses = new nint[store.Parameters.Count];
        _bounds = new double[_addresses.Length];
        var pieces = new List<Piece>();
        for (int index = 0; index < _addresses.Length; index++)
        {
            int offset = store.OffsetOf(index), count = store.CountOf(index);
            _addresses[index] = (nint)(_memory.Data + offset);
            for (int start = 0; start < count && !_bounded.Contains(index) && !store.Stored[index].IsFrozen; start += PieceSize)
                pieces.Add(new Piece(index, offset + start, Math.Min(PieceSize, count - start)));
        }
        _pieces = [.. pieces];
    }

    /// <summary>The first gradient.</summary>
    public float* Data => _memory.Data;

    /// <summary>All gradients, and the gaps between them.</summary>
    public Span<float> All => new(_memory.Data, checked((int)_memory.Length));

    /// <summary>Bounds each gradient, by the largest magnitude in it or by its factors; NaN or infinite if a value is.</summary>
    public void Measure()
    {
        TileJob<Measuring>.Run(new Measuring(this), 0, _pieces.Length, isSmall: _memory.Length < 4 * PieceSize);
        Array.Clear(_bounds);
        foreach (ref readonly Piece piece in _pieces.AsSpan())
        {
            double largest = piece.Largest;
            ref double bound = ref _bounds[piece.Parameter];
            if (!(largest <= bound) && !double.IsNaN(bound))
                bound = largest; // NaN stays
        }
        foreach (int index in _bounded)
            _bounds[index] = _network!.BoundOf(index);
    }

    /// <summary>These alone: an update may use their memory once it has read them.</summary>
    /// <param name="deferring">The network that has yet to make those of large weights; null: all are there.</param>
    public Gradients Alone(CpuNetwork? deferring) => new(_addresses, _addresses, _bounds, deferring: deferring);

    /// <summary>These as those that lead to a trial: its weights go where the others will be.</summary>
    /// <param name="others">Those that will be taken at the weights of the trial.</param>
    /// <param name="deferring">The network that has yet to make those of large weights; null: all are there.</param>
    public Gradients Before(ParameterGradients others, CpuNetwork? deferring) =>
        new(_addresses, others._addresses, _bounds, deferring: deferring);

    /// <summary>These as those at the weights of a trial, to which others led.</summary>
    /// <param name="others">Those that led to the trial.</param>
    /// <param name="deferring">The network that has yet to make those of large weights; null: all are there.</param>
    public Gradients After(ParameterGradients others, CpuNetwork? deferring) =>
        new(_addresses, _addresses, _bounds, others._addresses, deferring);

    public void Dispose() => _memory.Dispose();

    private struct Piece(int parameter, int offset, int count)
    {
        public int Parameter { get; } = parameter;

        public int Offset { get; } = offset;

        public int Count { get; } = count;

        public float Largest { get; set; }
    }

    private readonly struct Measuring(ParameterGradients gradients) : ITileWork
    {
        public void Run(int tile)
        {
            ref Piece piece = ref gradients._pieces[tile];
            piece.Largest = Magnitude.Largest(new ReadOnlySpan<float>(gradients.Data + piece.Offset, piece.Count));
        }
    }
}
