using System.ComponentModel;
using System.Runtime.Intrinsics;
using QuantDsl.Cuda;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Takes the measures of a model with <see cref="ZigZagAttribute"/>: the results of passes over tiles, combined in the order of the
/// tiles, so that they do not depend on the number of threads. A step allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ZigZagMeter
{
    private readonly ZigZagState _state;
    private readonly string[] _names;
    private readonly long[] _counts;
    private readonly bool[] _areBinary;
    private readonly bool[] _areMeasured;
    private readonly ZigZagStep?[] _last;
    private UpdateKind _kind;
    private long _step;
    private bool _hasPredecessor;

    /// <summary>Allocates the memory of the measures.</summary>
    /// <param name="store">Memory of the model, with all its parameters.</param>
    /// <param name="tiles">Number of tiles of all parameters.</param>
    /// <param name="floats">Size of the parameter memory in floats.</param>
    /// <param name="levels">The same number, or 0 if all quantized weights have 1 bit.</param>
    public ZigZagMeter(ParameterStore store, int tiles, int floats, int levels)
    {
        _names = [.. store.Parameters.Select(parameter => parameter.Name)];
        _counts = [.. store.Parameters.Select(parameter => (long)parameter.Count)];
        _areBinary = [.. store.Parameters.Select(parameter => parameter.Bits == 1)];
        _areMeasured = [.. store.Stored.Select(parameter => parameter is { Bits: < ParameterStore.FullPrecisionBits, IsFrozen: false })];
        _state = new ZigZagState(_names.Length, tiles, floats, levels);
        Tiles = _state.Measures(tiles);
        _last = new ZigZagStep?[_names.Length];
        store.ZigZag = this;
    }

    /// <summary>Measures of the last step, one entry per quantized tensor; empty before the first step.</summary>
    public IReadOnlyList<ZigZagMeasures> Last
    {
        get
        {
            _state.Keeper?.BeforeRead();
            return
            [
                .. from parameter in Enumerable.Range(0, _last.Length)
                   where _last[parameter] is not null
                   select _last[parameter]!.Value.Of(_names[parameter]),
            ];
        }
    }

    /// <summary>Measures over the steps since <see cref="BeginEpoch"/>, one entry per quantized tensor.</summary>
    public IReadOnlyList<ZigZagMeasures> Epoch
    {
        get
        {
            _state.Keeper?.BeforeRead();
            return
            [
                .. from parameter in Enumerable.Range(0, _names.Length)
                   where _state.Epoch(parameter).HasSteps
                   select _state.Epoch(parameter).Of(_names[parameter]),
            ];
        }
    }

    /// <summary>Memory in which the passes keep and collect measures.</summary>
    internal TileMeasures Tiles { get; }

    internal ZigZagState State => _state;

    /// <summary>Starts an update.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="step">Its numbers.</param>
    /// <returns>Whether the levels that the step begins with must be found first, because no measured step left them.</returns>
    internal bool Begin(UpdateKind kind, in AdamStep step)
    {
        if (kind == UpdateKind.Trial)
            return false; // it moves nothing, and the step may still fail
        _kind = kind;
        _step = step.Number;
        _hasPredecessor = _state.Step == step.Number - 1;
        _state.Step = ZigZagState.None; // until the update is complete
        return !_hasPredecessor;
    }

    /// <summary>The measures of a parameter, from those of its tiles.</summary>
    /// <param name="parameter">Number of the parameter.</param>
    /// <param name="first">Its first tile.</param>
    /// <param name="end">The tile after its last.</param>
    internal void Conclude(int parameter, int first, int end)
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
            (double tileProducts, double tileSquares) = Tiles.AtQuantized(tile);
            products += tileProducts;
            squares += tileSquares;
            ref readonly ZigZagSums sums = ref Tiles.Sums(tile);
            trialProducts += sums.Products;
            trialSquares += sums.Squares;
            swing = Vector512.MaxNative(swing, sums.Swing);
            signChanges += sums.SignChanges;
            flips += _areBinary[parameter] ? sums.Crossings : Tiles.Flips(tile);
        }
        ref double before = ref _state.Squares(parameter);
        double count = _counts[parameter];
        var measures = new ZigZagStep(
            flips / count,
            Lanes.Largest(swing),
            _hasPredecessor ? signChanges / count : null,
            _hasPredecessor ? Cosine(products, before, squares) : null,
            _kind == UpdateKind.Backtrack ? Cosine(trialProducts, squares, trialSquares) : null);
        before = squares;
        _last[parameter] = measures;
        _state.Epoch(parameter).Add(measures);
    }

    /// <summary>Ends a step: the next one can be compared with it.</summary>
    internal void End() => _state.Step = _step;

    /// <summary>Starts an epoch, whose measures <see cref="Epoch"/> combines.</summary>
    public void BeginEpoch() => _state.BeginEpoch();

    /// <summary>Forgets the previous step, because the model's state was replaced.</summary>
    internal void Forget() => _state.Forget();

    /// <summary>What was measured, as a device has it.</summary>
    internal KernelLayout.Measures[] Put()
    {
        var measures = new KernelLayout.Measures[_names.Length];
        for (int parameter = 0; parameter < measures.Length; parameter++)
        {
            ZigZagStep? last = _last[parameter];
            measures[parameter] = new KernelLayout.Measures
            {
                Step = _areMeasured[parameter] ? _state.Step : ZigZagState.None,
                Squares = _state.Squares(parameter),
                LevelFlips = Of(last?.LevelFlips),
                LargestSwing = Of(last?.LargestSwing),
                SignChanges = Of(last?.SignChanges),
                GradientCosine = Of(last?.GradientCosine),
                TrialCosine = Of(last?.TrialCosine),
                Epoch = _state.Epoch(parameter),
            };
        }
        return measures;

        static double Of(double? value) => value ?? double.NaN;
    }

    /// <summary>Takes what a device has measured.</summary>
    internal void Take(ReadOnlySpan<KernelLayout.Measures> measures)
    {
        _state.Step = ZigZagState.None;
        for (int parameter = 0; parameter < measures.Length; parameter++)
        {
            ref readonly KernelLayout.Measures taken = ref measures[parameter];
            _state.Step = Math.Max(_state.Step, taken.Step);
            _state.Squares(parameter) = taken.Squares;
            _state.Epoch(parameter) = taken.Epoch;
            _last[parameter] = double.IsNaN(taken.LevelFlips) ? null : new ZigZagStep(
                taken.LevelFlips, taken.LargestSwing, Known(taken.SignChanges), Known(taken.GradientCosine), Known(taken.TrialCosine));
        }

        static double? Known(double value) => double.IsNaN(value) ? null : value;
    }

    private static double? Cosine(double products, double a, double b) =>
        a > 0 && b > 0 ? Math.Clamp(products / (Math.Sqrt(a) * Math.Sqrt(b)), -1, 1) : null;
}
