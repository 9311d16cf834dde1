using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// One model's updates: the tiles that all its parameters are cut into, and what a pass over a tile leaves for the solver. The cut does not
/// depend on the number of threads, and partial sums are combined in the order of the tiles, so the results do not depend on it either.
/// Made once for a model; an update allocates nothing.
/// <para>
/// An update needs no memory of its own: that of the gradient is free once it was read (in a trial, which reads it twice, that of the
/// gradient to come), that of the quantized weights until they are written. What they hold from phase to phase (D̄ in the place of D in a
/// backtrack step; w* only in a trial, for w stays then):
/// </para>
/// <code>
/// quantizer               memory      accumulate pass reads → leaves          solver reads                  quantize pass reads → leaves
/// closed form, per tensor scratch     g → g (the signs go to memory of        nothing to do                 nothing to do, or
///                         quantized   – → (old q)            their own)       –                             signs → q
/// alternating, per tensor scratch     g → w* (trial), D̄ (backtrack), else g   w*; D̄ past the range         w* → (w*)
///                         quantized   – → candidates: w in the first half     candidates; D past the range, – → q, or levels to memory
///                                     of a tile, D in the second              which takes their place   of their own
/// exact, per tensor       scratch     g → w* (trial), else g                  w* → w*                       nothing to do
///                         quantized   – → D                                   D → q
/// any, per row            scratch     g → w* (trial), else g                  in the same pass, row by row  nothing to do
///                         quantized   – → D → q
/// none                    scratch     g → g                                   nothing to do                 nothing to do
///                         quantized   – → w or w*, which is q
/// </code>
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class TiledUpdate
{
    /// <summary>
    /// Values that the loops of a pass go over one after the other while they are in the first-level cache: 4 KiB a stream.
    /// </summary>
    internal const int BlockSize = 1024;

    /// <summary>Half-width of the range around a scale of which nothing is known yet, relative to it.</summary>
    internal const float WidestSpread = 0.25f;

    /// <summary>Below this many values the calling thread works alone.</summary>
    private const int SharedFrom = 4 * TileSizes.Tile;

    /// <summary>
    /// From this many values on, 16 MiB of them, what one pass writes is out of a core's cache before the network reads it.
    /// </summary>
    private const int LargeFrom = 4 << 20;

    private const float NarrowestSpread = 1f / 1024;
    private const int SumsPerTile = 4;

    private readonly ModelMemory _memory;
    private readonly int _tiles;
    private readonly int _floats;
    private readonly nint[] _gradients;
    private readonly nint[] _firstGradients;
    private readonly nint[] _scratch;
    private readonly float[] _scales;
    private readonly float[] _spreads;
    private readonly double[] _sums;
    private readonly int[] _candidates;

    /// <summary>Makes the tables.</summary>
    /// <param name="memory">Memory of the model.</param>
    /// <param name="tiles">Tiles of all parameters.</param>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="floats">Values of all parameters.</param>
    /// <param name="scales">Scales of all parameters.</param>
    public TiledUpdate(in ModelMemory memory, int tiles, int parameters, int floats, int scales)
    {
        _memory = memory;
        _tiles = tiles;
        _floats = floats;
        _gradients = new nint[parameters];
        _firstGradients = new nint[parameters];
        _scratch = new nint[parameters];
        GradientBounds = new double[parameters];
        SecondMomentBounds = new double[parameters];
        _scales = new float[scales];
        _spreads = new float[scales];
        _sums = new double[tiles * SumsPerTile];
        _candidates = new int[tiles];
    }

    /// <summary>Which update is going on.</summary>
    public UpdateKind Kind { get; private set; }

    /// <summary>Its numbers.</summary>
    public AdamStep Step { get; private set; }

    /// <summary>Number of values that the last update visited, in all its passes.</summary>
    public long ValuesVisited { get; private set; }

    /// <summary>What measured passes leave; null in a model that is not measured.</summary>
    public TileMeasures? Measures { get; init; }

    /// <summary>Where the gradients of the coming update lie, one address for each parameter: to be set before it begins.</summary>
    public Span<nint> Gradients => _gradients;

    /// <summary>
    /// For each of them a value that no magnitude in it exceeds: to be set likewise. A finite one says that there is no NaN.
    /// </summary>
    internal double[] GradientBounds { get; }

    /// <summary>For each parameter a value that no second moment exceeds.</summary>
    internal double[] SecondMomentBounds { get; }

    /// <summary>Before the second half of a backtrack step: where the gradients that led to the trial lie.</summary>
    internal Span<nint> FirstGradients => _firstGradients;

    /// <summary>
    /// Memory as large as the gradients': theirs, which then do not outlive the update; before a trial, whose gradients must, other memory.
    /// </summary>
    internal Span<nint> Scratch => _scratch;

    /// <summary>Whether the quantized weights are those of a trial.</summary>
    internal bool HoldsTrial { get; private set; }

    /// <summary>Whether the quantized values are better written past the caches.</summary>
    internal bool IsLarge => _floats >= LargeFrom;

    /// <summary>
    /// The network that has not made the gradients of its large weights yet, but makes each tile when it moves it; null: all are there.
    /// </summary>
    internal CpuNetwork? Deferring { get; set; }

    /// <summary>Whether the gradient of a parameter is not there yet.</summary>
    internal bool IsDeferred(in ParameterPlace place) => Deferring is not null && place.TileSize > 0;

    /// <summary>Has the gradients made that are not there yet.</summary>
    internal void FetchDeferred()
    {
        Deferring?.WriteDeferred();
        Deferring = null;
    }

    /// <summary>Where the gradient of a parameter goes that the second half of the step needs again; null in other updates.</summary>
    internal float* KeptGradient(int parameter) => Kind == UpdateKind.Trial ? (float*)_gradients[parameter] : null;

    /// <summary>Moves the weights of a tile by a gradient that the calling thread has just made.</summary>
    /// <typeparam name="TTable">The parameters.</typeparam>
    /// <typeparam name="TRule">How they move.</typeparam>
    /// <param name="parameter">Number of the parameter.</param>
    /// <param name="tile">Which of its tiles.</param>
    /// <param name="gradient">Its gradient.</param>
    internal void Move<TTable, TRule>(int parameter, int tile, float* gradient)
        where TTable : struct, IParameterTable
        where TRule : struct, IUpdateRule
    {
        var visitor = new TileMove<TRule>(this, parameter, tile, (nint)gradient);
        TTable.Visit(ref visitor);
    }

    /// <summary>Starts an update.</summary>
    public void Begin(UpdateKind kind, in AdamStep step)
    {
        Kind = kind;
        Step = step;
        ValuesVisited = 0;
        HoldsTrial |= kind == UpdateKind.Trial;
        new Span<float>(_memory.Scales, _scales.Length).CopyTo(_scales);
        if (kind != UpdateKind.Backtrack) // which goes on from those of its trial
            new Span<float>(_memory.ScaleSpreads, _spreads.Length).CopyTo(_spreads);
    }

    /// <summary>A pass over all tiles.</summary>
    /// <param name="work">What to do with a tile.</param>
    public void Pass<TWork>(TWork work)
        where TWork : struct, ITileWork
    {
        ValuesVisited += _floats;
        TileJob<TWork>.Run(work, 0, _tiles, isSmall: _floats < SharedFrom);
    }

    /// <summary>Ends an update. A trial leaves the scales as they were: the real step starts from them.</summary>
    public void End()
    {
        if (Kind == UpdateKind.Trial)
            return;
        _scales.CopyTo(new Span<float>(_memory.Scales, _scales.Length));
        _spreads.CopyTo(new Span<float>(_memory.ScaleSpreads, _spreads.Length));
        HoldsTrial = false;
    }

    /// <summary>Copies the scales of the present quantized weights: in a trial, those of the trial.</summary>
    internal void CopyScales(Span<float> target) =>
        (HoldsTrial ? _scales : new ReadOnlySpan<float>(_memory.Scales, _scales.Length)).CopyTo(target);

    /// <summary>A scale of the present quantized weights.</summary>
    internal float PresentScale(int scale) => HoldsTrial ? _scales[scale] : _memory.Scales[scale];

    /// <summary>Prepares for the quantized weights to be written again, from latent weights and scales.</summary>
    internal void TakeBackTrial()
    {
        new Span<float>(_memory.Scales, _scales.Length).CopyTo(_scales);
        HoldsTrial = false;
    }

    /// <summary>A tile of a parameter.</summary>
    internal Tile Tile(in ParameterPlace place, int number)
    {
        (int start, int count) = Cut(number - place.FirstTile, place.Count, place.TileSize, TileSizes.Of(place.Count, place.Rows));
        return Part(place, number, start, count);
    }

    /// <summary>A parameter as one tile.</summary>
    internal Tile Whole(in ParameterPlace place) => Part(place, place.FirstTile, 0, place.Count);

    /// <summary>The scales of a parameter, for this update.</summary>
    internal Span<float> Scales(int scale, int count) => _scales.AsSpan(scale, count);

    /// <summary>The signs of the quantized weights of a tile, 16 in each number; the tile begins with a new one.</summary>
    internal Span<ushort> Signs(in Tile tile) =>
        new(_memory.Signs + (tile.Offset / Lanes.Count), (tile.Count + Lanes.Count - 1) / Lanes.Count);

    /// <summary>Likewise, of ternary weights: which of them are below 0, while <see cref="Signs"/> are those above.</summary>
    internal Span<ushort> BelowZero(in Tile tile) =>
        new(_memory.BelowZero + (tile.Offset / Lanes.Count), (tile.Count + Lanes.Count - 1) / Lanes.Count);

    /// <summary>Notes the sums of a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="numerator">Σ of the numerator of the scale.</param>
    /// <param name="denominator">Σ of its denominator.</param>
    /// <param name="side">0, or 1 for the second scale of a row.</param>
    internal void ReportSums(in Tile tile, double numerator, double denominator, int side = 0)
    {
        int place = (tile.Number * SumsPerTile) + (2 * side);
        _sums[place] = numerator;
        _sums[place + 1] = denominator;
    }

    /// <summary>Notes how many candidates a tile has.</summary>
    internal void ReportCandidates(in Tile tile, int count) => _candidates[tile.Number] = count;

    /// <summary>Adds up the sums of the tiles of a parameter, in their order.</summary>
    internal (double Numerator, double Denominator) Sums(int first, int end, int side = 0)
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
    /// <param name="density">Density of the grid: where the range would leave most weights undecided, it is the scale alone.</param>
    internal ScaleRange Range(int scale, int density)
    {
        float center = _scales[scale];
        float spread = _spreads[scale];
        return spread * density > 0.5f ? new(center, center) : new(center / (1 + spread), center * (1 + spread));
    }

    /// <summary>Sets the range of the next update by how far the scale moved in this one.</summary>
    /// <param name="scale">Number of the scale.</param>
    /// <param name="farthest">Largest distance from where it began, relative to that.</param>
    internal void AdaptRange(int scale, double farthest)
    {
        ref float spread = ref _spreads[scale];
        spread = farthest < WidestSpread
            ? Math.Clamp(Math.Max(2 * (float)farthest, 0.75f * spread), NarrowestSpread, WidestSpread)
            : WidestSpread;
    }

    /// <summary>Whether the candidates of all tiles of a parameter are there.</summary>
    internal bool HasCandidates(int first, int end) => !_candidates.AsSpan(first, end - first).Contains(-1);

    /// <summary>The candidates of a tile, and their curvature.</summary>
    /// <param name="whole">The parameter.</param>
    /// <param name="tile">Number of the tile.</param>
    /// <param name="values">The weights.</param>
    /// <param name="curvature">Their curvature.</param>
    internal void Candidates(in Tile whole, int tile, out ReadOnlySpan<float> values, out ReadOnlySpan<float> curvature)
    {
        (int start, int count) = Cut(tile - whole.Number, whole.Count, whole.TileSize, TileSizes.Tile);
        Span<float> memory = whole.Quantized.Slice(start, count);
        values = memory[.._candidates[tile]];
        curvature = memory.Slice(memory.Length / 2, _candidates[tile]);
    }

    /// <summary>
    /// D of all weights of a parameter, for when its candidates do not suffice. That of a backtrack step is where the gradient was;
    /// otherwise it follows from v, which a trial does not write, and takes the place of the candidates.
    /// </summary>
    internal ReadOnlySpan<float> Curvature<TRule>(in Tile whole)
        where TRule : struct, IUpdateRule
    {
        if (Kind == UpdateKind.Backtrack)
            return whole.Scratch;
        AdamStep step = Step;
        for (int i = 0; i < whole.Count; i += Lanes.Count)
        {
            Vector512<float> v = Lanes.Load(whole.SecondMoment, i);
            if (Kind == UpdateKind.Trial)
            {
                Vector512<float> m = Vector512<float>.Zero; // D does not depend on it
                TRule.Accumulate(Lanes.Load(whole.Gradient, i), ref m, ref v);
            }
            Lanes.Store(TRule.Curvature(step, v), whole.Quantized, i);
        }
        CountVisits(whole, times: 1);
        _candidates.AsSpan(whole.Number, whole.EndTile - whole.Number).Fill(-1);
        return whole.Quantized;
    }

    /// <summary>Counts that the solver visited all values of a parameter.</summary>
    internal void CountVisits(in Tile whole, int times) => ValuesVisited += (long)times * whole.Count;

    /// <summary>Where a tile begins, and how many values it has.</summary>
    /// <param name="tile">Which of the parameter's.</param>
    /// <param name="count">Values of the parameter.</param>
    /// <param name="given">Values of a tile as the parameter says; 0 if it does not.</param>
    /// <param name="usual">What they are then; the last tile takes what is left over.</param>
    private static (int Start, int Count) Cut(int tile, int count, int given, int usual)
    {
        int size = given > 0 ? given : usual, start = tile * size, rest = count - start;
        return (start, given > 0 ? Math.Min(size, rest) : rest < 2 * size ? rest : size);
    }

    private Tile Part(in ParameterPlace place, int number, int start, int count)
    {
        int offset = place.Offset + start;
        nint own = place.TileGradient;
        Span<float> gradient = new(own == 0 ? (float*)_gradients[place.Index] + start : (float*)own, count);
        Span<float> scratch = new((float*)_scratch[place.Index] + start, count);
        Span<float> latent = new(_memory.Latent + offset, count);
        return new Tile
        {
            Number = number,
            EndTile = place.EndTile,
            TileSize = place.TileSize,
            Parameter = place.Index,
            Start = start,
            Offset = offset,
            Gradient = gradient,
            FirstGradient = Kind == UpdateKind.Backtrack ? new Span<float>((float*)_firstGradients[place.Index] + start, count) : gradient,
            Scratch = scratch,
            FirstMoment = new Span<float>(_memory.FirstMoment + offset, count),
            SecondMoment = new Span<float>(_memory.SecondMoment + offset, count),
            Latent = latent,
            Quantized = new Span<float>(_memory.Quantized + offset, count),
            Values = Kind == UpdateKind.Trial ? scratch : latent,
        };
    }
}
