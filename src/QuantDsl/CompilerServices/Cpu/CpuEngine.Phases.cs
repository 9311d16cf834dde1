using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The phases from which generated code composes an update on the CPU. Each pass visits all tiles, which threads take in any order; partial
/// sums are combined in the order of the tiles, so the result does not depend on the number of threads.
/// </summary>
/// <typeparam name="TTable">The parameters, and how each is quantized.</typeparam>
/// <typeparam name="TRule">The optimizer's update rule.</typeparam>
/// <typeparam name="TMeasuring">Whether zig-zag measures are taken.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CpuEngine<TTable, TRule, TMeasuring> : CpuEngine
    where TTable : struct, IParameterTable
    where TRule : struct, IUpdateRule
    where TMeasuring : struct, IMeasuring
{
    private readonly ParameterStore _store;
    private readonly ZigZagMeter? _meter;
    private long _stateNumber = -1; // of the state whose second moments are bounded

    /// <summary>Allocates the tables of the updates.</summary>
    /// <param name="store">Memory of the model.</param>
    /// <param name="tiles">Number of tiles of all parameters.</param>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="floats">Size of the parameter memory in floats, gaps included.</param>
    /// <param name="scales">Number of scales of all parameters.</param>
#pragma warning disable RS0022 // Generated code inherits it.
    protected CpuEngine(ParameterStore store, int tiles, int parameters, int floats, int scales)
        : base(new TiledUpdate(store.Memory, tiles, parameters, floats, scales) { Measures = store.ZigZag?.Tiles })
    {
        _store = store;
        _meter = store.ZigZag;
    }
#pragma warning restore RS0022

    /// <inheritdoc/>
    public override void Requantize(int parameter)
    {
        _store.EnsureSigns();
        Update.Begin(UpdateKind.Initial, default);
        var pass = new InitialPass(Update, parameter);
        TTable.Visit(ref pass);
        Update.End();
        GC.KeepAlive(_store);
    }

    /// <inheritdoc/>
    public override void TakeBackTrial()
    {
        if (!Update.HoldsTrial)
            return;
        Update.TakeBackTrial();
        var pass = new WriteLevelsPass(Update);
        TTable.Visit(ref pass);
        _store.NoteUpdate();
        GC.KeepAlive(_store);
    }

    /// <inheritdoc/>
    internal override void ReadSigns()
    {
        var pass = new ReadSignsPass(Update);
        TTable.Visit(ref pass);
    }

    /// <inheritdoc/>
    internal override void Expand()
    {
        var pass = new ExpandPass(Update);
        TTable.Visit(ref pass);
    }

    /// <summary>Starts an update, unless it would fail: nothing was written yet.</summary>
    /// <exception cref="TrainingDivergedException">A curvature or a running statistic would be NaN or infinite.</exception>
    protected internal void Begin(UpdateKind kind, in AdamStep step, in Gradients gradients)
    {
        _store.EnsureSigns();
        if (kind == UpdateKind.Initial) // which has no gradients
        {
            Update.Begin(kind, step);
            return;
        }
        gradients.CopyAddresses(Update.Gradients);
        gradients.CopyScratchAddresses(Update.Scratch);
        if (kind == UpdateKind.Backtrack)
            gradients.CopyFirstAddresses(Update.FirstGradients);
        Update.Begin(kind, step);
        Update.Deferring = gradients.Deferring;
        gradients.CopyBounds(Update.GradientBounds);
        ThrowIfDiverged();
        if (!TMeasuring.IsOn || !_meter!.Begin(kind, step))
            return;
        var levels = new NoteLevelsPass(Update);
        TTable.Visit(ref levels);
    }

    /// <summary>The first quantization, with D = 1.</summary>
    protected void QuantizeInitially()
    {
        var pass = new InitialPass(Update);
        TTable.Visit(ref pass);
    }

    /// <summary>
    /// First pass: makes the optimizer step and accumulates the sums that per-tensor scales need. Parameters with a scale per row are
    /// quantized here. Gradients that are not there yet are made tile by tile, and each moves its weights while it is in the cache.
    /// </summary>
    protected void Accumulate()
    {
        Update.Pass(new AccumulatePass<TTable, TRule, TMeasuring>(Update));
        Update.Deferring?.MoveDeferred(Update);
    }

    /// <summary>Solves for the scales of parameters with one scale per tensor.</summary>
    protected internal void SolveScales()
    {
        var pass = new SolvePass<TRule, TMeasuring>(Update);
        TTable.Visit(ref pass);
    }

    /// <summary>Last pass: writes the quantized weights of parameters with one scale per tensor.</summary>
    protected void Quantize() => Update.Pass(new QuantizePass<TTable, TMeasuring>(Update));

    /// <summary>Ends an update.</summary>
    protected internal void End()
    {
        Update.End();
        _store.NoteUpdate();
        GC.KeepAlive(_store); // its memory must outlive the passes
        if (!TMeasuring.IsOn || Update.Kind is UpdateKind.Initial or UpdateKind.Trial)
            return;
        var conclusions = new Conclusions(_meter!);
        TTable.Visit(ref conclusions);
        _meter!.End();
    }

    private void ThrowIfDiverged()
    {
        if (_stateNumber != _store.StateNumber)
        {
            _stateNumber = _store.StateNumber;
            var bounds = new MomentBoundsPass(Update);
            TTable.Visit(ref bounds);
        }
        var pass = new DivergencePass<TRule>(Update);
        TTable.Visit(ref pass);
        if (pass.Parameter >= 0)
            throw Divergence.OfGradient(_store.Parameters[pass.Parameter].Name, _store.PhaseOf(Update.Kind), Update.Step);
        if (!_store.Statistics.AreFinite)
            throw Divergence.OfStatistics(_store.Statistics.NotFiniteLayer, _store.PhaseOf(Update.Kind), Update.Step);
    }

    private readonly struct Conclusions(ZigZagMeter meter) : IParameterVisitor
    {
        public void Visit<TUpdate>(in ParameterPlace place)
            where TUpdate : struct, IParameterUpdate
        {
            if (TUpdate.IsQuantized)
                meter.Conclude(place.Index, place.FirstTile, place.EndTile);
        }
    }
}
