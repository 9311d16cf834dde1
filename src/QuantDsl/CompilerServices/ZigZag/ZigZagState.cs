using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// What the measures keep of the previous step: its gradient, the signs of its update and the levels after it; also the sums of the epoch.
/// It is stored in checkpoints but not in saved models, and is not used if it belongs to a step other than the previous one.
/// </summary>
internal sealed unsafe class ZigZagState
{
    private const long None = -1;

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
    /// The state with its names in checkpoints. A run that is resumed with it takes the same measures as an uninterrupted one.
    /// </summary>
    public IReadOnlyList<(string Name, ITensorValues Values)> Arrays =>
    [
        ("zigzag.gradients", _gradients),
        ("zigzag.signs", _signs),
        .. _levels.Length == 0 ? [] : new[] { ("zigzag.levels", (ITensorValues)_levels) },
        ("zigzag.squares", _squares),
        ("zigzag.step", _step),
        ("zigzag.epoch", _epoch),
    ];

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

    /// <summary>The same of all parameters.</summary>
    public ReadOnlySpan<ZigZagEpoch> Epochs(int parameters) => new(_epoch.Pointer, parameters);

    /// <summary>Clears the sums of the epoch.</summary>
    public void BeginEpoch() => _epoch.Span.Clear();

    /// <summary>Marks the state as belonging to no step.</summary>
    public void Forget() => Step = None;
}
