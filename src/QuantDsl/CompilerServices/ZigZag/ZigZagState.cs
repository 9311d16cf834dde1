using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// What the measures keep of the previous step: its gradient, the signs of its update and the levels after it; also the sums of the epoch.
/// It is stored in checkpoints but not in saved models, and is not used if it belongs to a step other than the previous one.
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
    /// <param name="tiles">Number of tiles of all parameters.</param>
    /// <param name="floats">Size of the parameter memory in floats.</param>
    /// <param name="levels">
    /// The same number, or 0 if all weights have 1 bit, because their levels are the signs of the latent weights.
    /// </param>
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

    /// <summary>
    /// The state with its names in checkpoints. A run that is resumed with it takes the same measures as an uninterrupted one.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Values)> Tensors =>
    [
        ("zigzag.gradients", _gradients),
        ("zigzag.signs", _signs),
        .. _levelData is null ? [] : new[] { ("zigzag.levels", _levels) },
        ("zigzag.squares", _squares),
        ("zigzag.step", _step),
        ("zigzag.epoch", _epoch),
    ];

    /// <summary>Number of the step that the state belongs to; −1 if none.</summary>
    public long Step
    {
        get => *_stepData;
        set => *_stepData = value;
    }

    /// <summary>Σ g² of the gradient of a parameter.</summary>
    public ref double Squares(int parameter) => ref _squareData[parameter];

    /// <summary>The part that the passes use.</summary>
    public TileMeasures Measures(int tiles) => new(_gradientData, _signData, _levelData, tiles);

    /// <summary>Sums of a parameter over the epoch.</summary>
    public ref ZigZagEpoch Epoch(int parameter) => ref _epochData[parameter];

    /// <summary>Clears the sums of the epoch.</summary>
    public void BeginEpoch() => new Span<ZigZagEpoch>(_epochData, (int)_epoch.numel() / ZigZagEpoch.Size).Clear();

    /// <summary>Marks the state as belonging to no step.</summary>
    public void Forget() => Step = None;

    /// <inheritdoc/>
    public void Dispose() =>
        TensorList.Release(_gradients, _signs, _levels, _squares, _step, _epoch); // null if the constructor failed

    private static byte* Data(Tensor tensor)
    {
        fixed (byte* data = tensor.bytes)
            return data; // native memory: it does not move
    }
}
