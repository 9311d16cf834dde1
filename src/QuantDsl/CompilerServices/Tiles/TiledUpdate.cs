using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// One model's updates: the tiles that all its parameters are cut into, and what a pass over a tile leaves for the solver. The cut does not
/// depend on the number of threads, and partial sums are combined in the order of the tiles, so neither do the results. Made once for a
/// model; an update allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class TiledUpdate
{
    /// <summary>Values of a tile: 64 KiB a stream. Whole rows where each row has its own scale.</summary>
    public const int TileSize = 16384;

    /// <summary>Values that the loops of a pass go over one after the other while they are in the first-level cache: 4 KiB a stream.</summary>
    public const int BlockSize = 1024;

    /// <summary>Below this many values the calling thread works alone.</summary>
    private const int SharedFrom = 4 * TileSize;

    /// <summary>From this many values on, 16 MiB of them, what one pass writes is out of a core's cache before the network reads it.</summary>
    private const int LargeFrom = 4 << 20;

    /// <summary>Half-width of the window around a scale of which nothing is known yet, relative to it.</summary>
    internal const float WidestReach = 0.25f;

    private const float NarrowestReach = 1f / 1024;
    private const int SumsPerTile = 4;

    private readonly ParameterStore _store;
    private readonly int _tiles;
    private readonly int _floats;
    private readonly nint[] _gradients;
    private readonly float[] _scales;
    private readonly double[] _sums;
    private readonly int[] _listed;
    private readonly int[] _faulty; // number of the parameter + 1 where a curvature is not finite

    /// <summary>Makes the tables.</summary>
    /// <param name="store">Memory of the model.</param>
    /// <param name="tiles">Tiles of all parameters.</param>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="floats">Values of all parameters.</param>
    /// <param name="scales">Scales of all parameters.</param>
    public TiledUpdate(ParameterStore store, int tiles, int parameters, int floats, int scales)
    {
        _store = store;
        _tiles = tiles;
        _floats = floats;
        _gradients = new nint[parameters];
        _scales = new float[scales];
        _sums = new double[tiles * SumsPerTile];
        _listed = new int[tiles];
        _faulty = new int[tiles];
    }

    /// <summary>Which update is going on.</summary>
    public UpdateStage Stage { get; private set; }

    /// <summary>Its numbers.</summary>
    public AdamStep Step { get; private set; }

    /// <summary>Values that the last update went over, all its passes together.</summary>
    public long Swept { get; private set; }

    /// <summary>Whether the quantized values are better written past the caches.</summary>
    public bool IsLarge => _floats >= LargeFrom;

    /// <summary>Starts an update.</summary>
    public void Begin(UpdateStage stage, in AdamStep step, in Gradients gradients)
    {
        Stage = stage;
        Step = step;
        Swept = 0;
        for (int parameter = 0; parameter < _gradients.Length; parameter++)
        {
            fixed (float* data = gradients[parameter])
                _gradients[parameter] = (nint)data; // native memory: it does not move
        }
        _store.Scales(0, _scales.Length).CopyTo(_scales);
    }

    /// <summary>A pass over all tiles.</summary>
    public void Pass<TWork>(TWork work)
        where TWork : struct, ITileWork
    {
        Swept += _floats;
        Team.Run(work, 0, _tiles, alone: _floats < SharedFrom);
    }

    /// <summary>Notes that the solver went over all values of a parameter.</summary>
    public void Sweep(in Tile whole, int times) => Swept += (long)times * whole.Count;

    /// <summary>Throws if a pass met a curvature that is infinite or NaN.</summary>
    /// <param name="plain">What a step without backtracking is called.</param>
    /// <exception cref="TrainingDivergedException">A curvature is not finite: names the first parameter.</exception>
    public void ThrowIfDiverged(TrainingStage plain)
    {
        int tile = _faulty.AsSpan().IndexOfAnyExcept(0);
        if (tile < 0)
            return;
        string parameter = _store.Parameters[_faulty[tile] - 1].Name;
        _faulty.AsSpan().Clear();
        throw Divergence.OfGradient(parameter, Stage == UpdateStage.Laq ? plain : TrainingStage.Backtrack, Step);
    }

    /// <summary>Ends an update. A trial leaves the scales as they were: the real step starts from them.</summary>
    public void End()
    {
        if (Stage != UpdateStage.Trial)
            _scales.CopyTo(_store.Scales(0, _scales.Length));
        GC.KeepAlive(_store); // its memory must outlive the spans
    }

    /// <summary>A tile of a parameter.</summary>
    /// <param name="number">Number of the tile.</param>
    /// <param name="first">Number of the parameter's first tile.</param>
    /// <param name="parameter">Number of the parameter.</param>
    /// <param name="offset">Its first value in the flat memory.</param>
    /// <param name="count">Its values.</param>
    /// <param name="size">Values of its tiles; the last one takes what is left over.</param>
    public Tile Tile(int number, int first, int parameter, int offset, int count, int size = TileSize)
    {
        int start = (number - first) * size;
        return Part(number, parameter, offset, start, Length(start, count, size));
    }

    /// <summary>A parameter as one tile.</summary>
    public Tile Whole(int first, int parameter, int offset, int count) => Part(first, parameter, offset, 0, count);

    /// <summary>The scales of a parameter, for this update.</summary>
    public Span<float> Scales(int scale, int count) => _scales.AsSpan(scale, count);

    /// <summary>Notes that a curvature is infinite or NaN.</summary>
    public void Fail(in Tile tile) => _faulty[tile.Number] = tile.Parameter + 1;

    /// <summary>Notes the sums of a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="numerator">Σ of the numerator of the scale.</param>
    /// <param name="denominator">Σ of its denominator.</param>
    /// <param name="side">0, or 1 for the second scale of a row.</param>
    public void Report(in Tile tile, double numerator, double denominator, int side = 0)
    {
        int place = (tile.Number * SumsPerTile) + (2 * side);
        _sums[place] = numerator;
        _sums[place + 1] = denominator;
    }

    /// <summary>Notes how many weights a tile's list has.</summary>
    public void Report(in Tile tile, in TileList list) => _listed[tile.Number] = list.Count;

    /// <summary>Adds up the sums of the tiles of a parameter, in their order.</summary>
    public (double Numerator, double Denominator) Sums(int first, int end, int side = 0)
    {
        double numerator = 0;
        double denominator = 0;
        for (int tile = first; tile < end; tile++)
        {
            numerator += _sums[(tile * SumsPerTile) + (2 * side)];
            denominator += _sums[(tile * SumsPerTile) + (2 * side) + 1];
        }
        return (numerator, denominator);
    }

    /// <summary>Where a scale is expected to stay in this update.</summary>
    /// <param name="scale">Number of the scale.</param>
    /// <param name="levels">Levels between 0 and the scale: where the window would leave most weights undecided, it is the scale alone.</param>
    public ScaleWindow Window(int scale, int levels)
    {
        float center = _scales[scale];
        float reach = _store.Reach(scale);
        return reach * levels > 0.5f ? new(center, center) : new(center / (1 + reach), center * (1 + reach));
    }

    /// <summary>Sets the window of the next update by how far the scale went in this one.</summary>
    /// <param name="scale">Number of the scale.</param>
    /// <param name="farthest">Largest distance from where it began, relative to that.</param>
    public void Learn(int scale, double farthest)
    {
        ref float reach = ref _store.Reach(scale);
        reach = farthest < WidestReach ? Math.Clamp(Math.Max(2 * (float)farthest, 0.75f * reach), NarrowestReach, WidestReach) : WidestReach;
    }

    /// <summary>Whether the lists of all tiles of a parameter are complete.</summary>
    public bool IsListed(int first, int end) => !_listed.AsSpan(first, end - first).Contains(-1);

    /// <summary>The listed weights of a tile, and their curvature.</summary>
    /// <param name="whole">The parameter.</param>
    /// <param name="tile">Number of the tile.</param>
    /// <param name="values">The weights.</param>
    /// <param name="curvature">Their curvature.</param>
    public void List(in Tile whole, int tile, out ReadOnlySpan<float> values, out ReadOnlySpan<float> curvature)
    {
        int start = (tile - whole.Number) * TileSize;
        Span<float> memory = whole.Quantized.Slice(start, Length(start, whole.Count, TileSize));
        values = memory[.._listed[tile]];
        curvature = memory.Slice(memory.Length / 2, _listed[tile]);
    }

    /// <summary>Notes that something else was written where the lists of a parameter are.</summary>
    public void DropLists(in Tile whole) => _listed.AsSpan(whole.Number, Math.Max(1, whole.Count / TileSize)).Fill(-1);

    /// <summary>A tile of <paramref name="size"/> values, and in the last one what would be a tile of fewer.</summary>
    private static int Length(int start, int count, int size) => count - start < 2 * size ? count - start : size;

    private Tile Part(int number, int parameter, int offset, int start, int count)
    {
        Span<float> gradient = new((float*)_gradients[parameter] + start, count);
        Span<float> latent = _store.Latent(offset + start, count);
        return new Tile
        {
            Number = number,
            Parameter = parameter,
            Start = start,
            Offset = offset + start,
            Gradient = gradient,
            FirstMoment = _store.FirstMoment(offset + start, count),
            SecondMoment = _store.SecondMoment(offset + start, count),
            Latent = latent,
            Quantized = _store.Quantized(offset + start, count),
            Values = Stage == UpdateStage.Trial ? gradient : latent,
        };
    }
}
