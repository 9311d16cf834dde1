using System.ComponentModel;
using System.Runtime.Intrinsics;
using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Takes the measures of a model with <see cref="ZigZagAttribute"/>: what generated passes find in their tiles, combined in the order of the
/// tiles, so that the number of threads changes no bit. A step allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ZigZagMeter : IDisposable
{
    private const int SumsPerTile = 4;

    private readonly ZigZagState _state;
    private readonly string[] _names;
    private readonly long[] _counts;
    private readonly bool[] _areBinary;
    private readonly double[] _sums; // of each tile Σ g·g′ and Σ g² at q, then those of the trial gradient
    private readonly ZigZagSums[] _moves;
    private readonly int[] _flips;
    private readonly ZigZagStep?[] _last;
    private UpdateStage _stage;
    private long _step;
    private bool _hasPredecessor;

    /// <summary>Allocates what measuring needs.</summary>
    /// <param name="store">Memory of the model, with all its parameters.</param>
    /// <param name="tiles">Tiles of all parameters.</param>
    /// <param name="floats">Values of all parameters.</param>
    /// <param name="levels">As many, or 0 where all quantized weights have 1 bit.</param>
    public ZigZagMeter(ParameterStore store, int tiles, int floats, int levels)
    {
        _names = [.. store.Parameters.Select(parameter => parameter.Name)];
        _counts = [.. store.Parameters.Select(parameter => parameter.Latent.numel())];
        _areBinary = [.. store.Parameters.Select(parameter => parameter.Bits == 1)];
        _state = new ZigZagState(_names.Length, tiles, floats, levels);
        _sums = new double[tiles * SumsPerTile];
        _moves = new ZigZagSums[tiles];
        _flips = new int[tiles];
        _last = new ZigZagStep?[_names.Length];
        store.ZigZag = this;
    }

    /// <summary>Measures of the last step, of each quantized tensor; empty before the first.</summary>
    public IReadOnlyList<ZigZagMeasures> Last =>
    [
        .. from parameter in Enumerable.Range(0, _last.Length)
           where _last[parameter] is not null
           select _last[parameter]!.Value.Of(_names[parameter]),
    ];

    /// <summary>Those of the steps since <see cref="BeginEpoch"/>.</summary>
    public IReadOnlyList<ZigZagMeasures> Epoch =>
    [
        .. from parameter in Enumerable.Range(0, _names.Length)
           where _state.Epoch(parameter).HasSteps
           select _state.Epoch(parameter).Of(_names[parameter]),
    ];

    internal ZigZagState State => _state;

    /// <summary>Throws for a device without measures, before anything is made there.</summary>
    /// <param name="device">Where the model is to live; null: the CPU.</param>
    /// <param name="model">Name of its class.</param>
    /// <exception cref="NotSupportedException">The device is not the CPU.</exception>
    public static void ThrowIfUnsupported(torch.Device? device, string model)
    {
        if (device is null || device.type == DeviceType.CPU)
            return;
        throw new NotSupportedException(
            $"{model} has [ZigZag], which measures on the CPU only; it was to be made on {device}. Make it on the CPU, or declare a variant of "
            + "the same architecture without [ZigZag] for that device.");
    }

    /// <summary>Starts an update.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="step">Its numbers.</param>
    /// <returns>Whether the levels that the step begins with must be found first, because no measured step left them.</returns>
    public bool Begin(UpdateStage stage, in AdamStep step)
    {
        _stage = stage;
        if (stage == UpdateStage.Backtrack)
            return false; // the trial before it was the beginning
        _step = step.Number;
        _hasPredecessor = _state.Step == step.Number - 1;
        _state.Forget(); // until the step is complete: one that throws leaves nothing to compare with
        return !_hasPredecessor;
    }

    /// <summary>Gradient of the step before; the present one takes its place.</summary>
    public Span<float> Gradients(in Tile block) => _state.Gradients(block);

    /// <summary>Levels after the step before; the new ones take their place.</summary>
    public Span<sbyte> Levels(in Tile block) => _state.Levels(block);

    /// <summary>Signs of the update of the step before, a word for each vector; the new ones take their place.</summary>
    public Span<uint> Signs(in Tile block) => _state.Signs(block);

    /// <summary>Notes what the first pass found in a tile.</summary>
    public void Report(in Tile tile, in ZigZagSums sums)
    {
        int place = (tile.Number * SumsPerTile) + (_stage == UpdateStage.Backtrack ? 2 : 0);
        _sums[place] = sums.Products;
        _sums[place + 1] = sums.Squares;
        _moves[tile.Number] = sums;
    }

    /// <summary>Notes how many levels of a tile changed.</summary>
    public void Report(in Tile tile, int flips) => _flips[tile.Number] = flips;

    /// <summary>The measures of a parameter, from those of its tiles.</summary>
    /// <param name="parameter">Number of the parameter.</param>
    /// <param name="first">Its first tile.</param>
    /// <param name="end">The tile behind its last.</param>
    public void Conclude(int parameter, int first, int end)
    {
        Vector512<float> swing = Vector512<float>.Zero;
        double products = 0;
        double squares = 0;
        double trialProducts = 0;
        double trialSquares = 0;
        long signChanges = 0;
        long flips = 0;
        for (int tile = first; tile < end; tile++)
        {
            products += _sums[tile * SumsPerTile];
            squares += _sums[(tile * SumsPerTile) + 1];
            trialProducts += _sums[(tile * SumsPerTile) + 2];
            trialSquares += _sums[(tile * SumsPerTile) + 3];
            ref readonly ZigZagSums moves = ref _moves[tile];
            swing = Vector512.MaxNative(swing, moves.Swing);
            signChanges += moves.SignChanges;
            flips += _areBinary[parameter] ? moves.Crossings : _flips[tile];
        }
        ref double before = ref _state.Squares(parameter);
        double count = _counts[parameter];
        var measures = new ZigZagStep(
            flips / count,
            Lanes.Largest(swing),
            _hasPredecessor ? signChanges / count : null,
            _hasPredecessor ? Cosine(products, before, squares) : null,
            _stage == UpdateStage.Backtrack ? Cosine(trialProducts, squares, trialSquares) : null);
        before = squares;
        _last[parameter] = measures;
        _state.Epoch(parameter).Add(measures);
    }

    /// <summary>Ends a step: the next one can be compared with it.</summary>
    public void End() => _state.Step = _step;

    /// <summary>Starts an epoch, whose measures <see cref="Epoch"/> combines.</summary>
    public void BeginEpoch() => _state.BeginEpoch();

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    /// <summary>The model's state was replaced: what is known of the step before is not of the next one's predecessor.</summary>
    internal void Forget() => _state.Forget();

    private static double? Cosine(double products, double a, double b) =>
        a > 0 && b > 0 ? Math.Clamp(products / (Math.Sqrt(a) * Math.Sqrt(b)), -1, 1) : null;
}
