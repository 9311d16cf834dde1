using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// What the measures keep of the previous step: its gradient, the signs of its update and the levels after it; also the sums of the epoch.
/// It is stored in checkpoints but not in saved models, and is not used if it belongs to a step other than the previous one.
/// </summary>
internal sealed unsafe class ZigZagState
{
    /// <summary>The number of no step.</summary>
    public const long None = -1;

    private readonly HostArray<float> _gradients;
    private readonly HostArray<uint> _signs;
    private readonly HostArray<sbyte> _levels;
    private readonly HostArray<double> _squares;
    private readonly HostArray<long> _step;
    private readonly HostArray<double> _epoch;

    /// <param name="parameters">Number of parameters.</param>
    /// <param name="tiles">Number of tiles of all parameters.</param>
    /// <param name="floats">Size of the parameter memory in floats.</param>
    /// <param name="levels">
    /// The same number, or 0 if all weights have 1 bit, because their levels are the signs of the latent weights.
    /// </param>
    public ZigZagState(int parameters, int tiles, int floats, int levels)
    {
        _gradients = new(floats, ScalarType.Float32);
        _signs = new((floats / Lanes.Count) + tiles + 1, ScalarType.Int32);
        _levels = new(levels, ScalarType.Int8);
        _squares = new(parameters, ScalarType.Float64);
        _step = new(1, ScalarType.Int64);
        _epoch = new(parameters * ZigZagEpoch.Size, ScalarType.Float64);
        Forget();
    }

    /// <summary>
    /// The state with its names in checkpoints. A run that is resumed with it takes the same measures as an uninterrupted one, on whatever
    /// device.
    /// </summary>
    public IReadOnlyList<(string Name, ITensorValues Values)> Arrays =>
    [
        ("zigzag.gradients", new KeptValues(_gradients, KeeperOfStep)),
        ("zigzag.signs", new KeptValues(_signs, KeeperOfStep)),
        .. _levels.Length == 0 ? [] : new[] { ("zigzag.levels", (ITensorValues)new KeptValues(_levels, KeeperOfStep)) },
        ("zigzag.squares", new KeptValues(_squares, Keeper)),
        ("zigzag.step", new KeptValues(_step, Keeper)),
        ("zigzag.epoch", new KeptValues(_epoch, Keeper)),
    ];

    /// <summary>Who has the present sums of the epoch and the number of the step; null: this object.</summary>
    public IMemoryKeeper? Keeper { get; set; }

    /// <summary>Who has what is kept of the previous step, weight by weight; null: this object.</summary>
    public IMemoryKeeper? KeeperOfStep { get; set; }

    /// <summary>The gradient of the previous step, flat like the weights.</summary>
    public Span<float> Gradients => _gradients.Span;

    /// <summary>The signs of its update, in words: see <see cref="TileMeasures.Signs"/>.</summary>
    public Span<uint> Signs => _signs.Span;

    /// <summary>The levels after it, flat like the weights; none where all weights have 1 bit.</summary>
    public Span<sbyte> Levels => _levels.Span;

    /// <summary>Number of the step that the state belongs to; −1 if none.</summary>
    public long Step
    {
        get => *_step.Pointer;
        set => *_step.Pointer = value;
    }

    /// <summary>Σ g² of the gradient of a parameter.</summary>
    public ref double Squares(int parameter) => ref _squares.Pointer[parameter];

    /// <summary>The part that the passes use.</summary>
    public TileMeasures Measures(int tiles) =>
        new(_gradients.Pointer, _signs.Pointer, _levels.Length == 0 ? null : _levels.Pointer, tiles);

    /// <summary>Sums of a parameter over the epoch.</summary>
    public ref ZigZagEpoch Epoch(int parameter) => ref ((ZigZagEpoch*)_epoch.Pointer)[parameter];

    /// <summary>Clears the sums of the epoch.</summary>
    public void BeginEpoch()
    {
        Keeper?.BeforeWrite(wholly: false);
        _epoch.Span.Clear();
    }

    /// <summary>Marks the state as belonging to no step.</summary>
    public void Forget()
    {
        Keeper?.BeforeWrite(wholly: false);
        Step = None;
    }
}
