using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// What measuring keeps of the step before: its gradient, the signs of its update and the levels after it; and the sums of the epoch. Not part of
/// saved models, only of checkpoints; what belongs to another step than the previous one is not used.
/// </summary>
internal sealed unsafe class ZigZagState : IDisposable
{
    private const long None = -1;

    private readonly Tensor _gradients;
    private readonly Tensor _signs;
    private readonly Tensor _levels;
    private readonly Tensor _squares;
    private readonly Tensor _step;
    private readonly Tensor _epoch;
    private readonly float* _gradientData;
    private readonly uint* _signData;
    private readonly sbyte* _levelData;
    private readonly double* _squareData;
    private readonly long* _stepData;
    private readonly ZigZagEpoch* _epochData;

    /// <param name="parameters">Number of parameters.</param>
    /// <param name="tiles">Tiles of all parameters.</param>
    /// <param name="floats">Values of all parameters.</param>
    /// <param name="levels">As many, or 0 where all weights have 1 bit: their levels are the signs of the latent weights.</param>
    public ZigZagState(int parameters, int tiles, int floats, int levels)
    {
        using IDisposable trainable = inference_mode(false); // as for the model's own memory
        try
        {
            _gradients = zeros(floats);
            _signs = zeros((floats / Lanes.Count) + tiles + 1, ScalarType.Int32);
            _levels = zeros(levels, ScalarType.Int8);
            _squares = zeros(parameters, ScalarType.Float64);
            using Scalar none = None;
            _step = full(1, none, ScalarType.Int64);
            _epoch = zeros(parameters * ZigZagEpoch.Size, ScalarType.Float64);
        }
        catch
        {
            Dispose(); // what was allocated before
            throw;
        }
        _gradientData = (float*)Data(_gradients);
        _signData = (uint*)Data(_signs);
        _levelData = levels == 0 ? null : (sbyte*)Data(_levels);
        _squareData = (double*)Data(_squares);
        _stepData = (long*)Data(_step);
        _epochData = (ZigZagEpoch*)Data(_epoch);
    }

    /// <summary>All of it with its names in checkpoints: a run that is resumed with these measures what an uninterrupted one measures.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> Tensors =>
    [
        ("zigzag.gradients", _gradients),
        ("zigzag.signs", _signs),
        .. _levelData is null ? [] : new[] { ("zigzag.levels", _levels) },
        ("zigzag.squares", _squares),
        ("zigzag.step", _step),
        ("zigzag.epoch", _epoch),
    ];

    /// <summary>Number of the step that all of this is of; −1: of none.</summary>
    public long Step
    {
        get => *_stepData;
        set => *_stepData = value;
    }

    /// <summary>Σ g² of the gradient of a parameter.</summary>
    public ref double Squares(int parameter) => ref _squareData[parameter];

    /// <summary>What passes take of it.</summary>
    public TileMeasures Measures(int tiles) => new(_gradientData, _signData, _levelData, tiles);

    /// <summary>Sums of the epoch, of a parameter.</summary>
    public ref ZigZagEpoch Epoch(int parameter) => ref _epochData[parameter];

    /// <summary>Clears them.</summary>
    public void BeginEpoch() => new Span<ZigZagEpoch>(_epochData, (int)_epoch.numel() / ZigZagEpoch.Size).Clear();

    /// <summary>Nothing before the next step is known.</summary>
    public void Forget() => Step = None;

    /// <inheritdoc/>
    public void Dispose() =>
        TensorList.Release(_gradients, _signs, _levels, _squares, _step, _epoch); // null where the constructor failed

    private static byte* Data(Tensor tensor)
    {
        fixed (byte* data = tensor.bytes)
            return data; // native memory: it does not move
    }
}
