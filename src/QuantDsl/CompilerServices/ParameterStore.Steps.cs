using QuantDsl.Cuda;
using QuantDsl.Data;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <content>What steps, and who replaces the state from outside, change.</content>
public sealed partial class ParameterStore
{
    private long _stepCount;

    /// <summary>
    /// Number of steps taken; the next step is t = StepCount + 1. Setting it announces that the state of the memory was replaced.
    /// </summary>
    public long StepCount
    {
        get => _stepCount;
        set
        {
            _stepCount = value;
            StateNumber++;
            WeightsNumber++;
            (_lacksSigns, _lacksQuantized) = (true, false);
        }
    }

    /// <summary>What files keep of the data set that the model was last trained on.</summary>
    internal DataFacts TrainedOn { get; set; } = DataFacts.None;

    /// <summary>Announces a training run on a data set.</summary>
    internal void NoteData(Dataset train) => TrainedOn = ModelExport.FactsOf(train);

    /// <summary>Number of times that the state was replaced from outside, rather than by a step.</summary>
    internal long StateNumber { get; private set; }

    /// <summary>A number that changes with the quantized weights.</summary>
    internal long WeightsNumber { get; private set; }

    /// <summary>Announces that an update has written the quantized weights, or their signs.</summary>
    internal void NoteUpdate()
    {
        WeightsNumber++;
        _lacksQuantized = true;
    }

    /// <summary>Sees to it that the signs of the quantized weights are in the memory.</summary>
    internal void EnsureSigns()
    {
        if (_lacksSigns && Engine is CpuEngine engine)
            engine.ReadSigns();
        _lacksSigns = false;
    }

    /// <summary>Sees to it that quantized weights are in the memory of which an update has written only the signs.</summary>
    internal void EnsureQuantized()
    {
        if (_lacksQuantized && Engine is CpuEngine engine)
            engine.Expand();
        _lacksQuantized = false;
    }

    /// <summary>The kind of step that an update belongs to.</summary>
    internal TrainingPhase PhaseOf(UpdateKind kind) => kind is UpdateKind.Trial or UpdateKind.Backtrack ? TrainingPhase.Backtrack
        : Stored.Any(parameter => parameter.Bits < FullPrecisionBits && !parameter.IsFrozen) ? TrainingPhase.Laq
        : TrainingPhase.Adam;

    /// <summary>Begins a step, which updates a copy of the running statistics until it ends.</summary>
    public void BeginStep() => Statistics.Begin();

    /// <summary>Ends a step: counts it, and makes its running statistics those of the model.</summary>
    public void EndStep()
    {
        Statistics.Commit();
        CountStep();
    }

    /// <summary>Counts a step that an engine of a device has launched whole.</summary>
    internal void CountStep() => _stepCount++;

    /// <summary>Copies everything that training changes.</summary>
    public ParameterSnapshot Snapshot() => Snapshot(StepCount, EpochCount);

    /// <summary>Restores a copy.</summary>
    public void Restore(ParameterSnapshot snapshot)
    {
        (StepCount, EpochCount) = (snapshot.StepCount, snapshot.EpochCount);
        foreach (((_, HostMemory current), HostMemory saved) in State.Zip(snapshot.State))
            current.CopyFrom(saved);
        ZigZag?.Forget();
    }

    /// <summary>Copies everything that training changes, with the given numbers of steps and epochs.</summary>
    internal ParameterSnapshot Snapshot(long stepCount, int epochCount) =>
        new(stepCount, epochCount, [.. State.Select(part => part.Values)]);

    /// <summary>Replaces the latent values of a parameter and quantizes it anew, as in an untrained model.</summary>
    internal void SetLatent(StoredParameter parameter, ReadOnlySpan<float> values)
    {
        parameter.LatentMemory.Write(values);
        ForgetScales(parameter);
        Engine.Requantize(parameter.Index);
        NoteReplaced();
    }

    /// <summary>Quantizes all parameters anew from their latent values, as in an untrained model.</summary>
    internal void Requantize()
    {
        foreach (StoredParameter parameter in Stored)
            ForgetScales(parameter);
        Engine.Run(UpdateKind.Initial, default, default);
        NoteReplaced();
    }

    /// <summary>Forgets all that steps have left but the weights: moments, and the numbers of steps and epochs.</summary>
    internal void ForgetTraining()
    {
        foreach (StoredParameter parameter in Stored)
        {
            float[] zeros = new float[parameter.Count];
            parameter.FirstMomentMemory.Write(zeros);
            parameter.SecondMomentMemory.Write(zeros);
        }
        EpochCount = 0;
        _stepCount = 0;
        NoteReplaced();
    }

    /// <summary>Leaves no scale to start from.</summary>
    private void ForgetScales(StoredParameter parameter)
    {
        MemoryPart scales = parameter.ScaleMemory;
        scales.Write(new float[scales.Count]);
        _memory.ForgetSpreads(scales.Offset, scales.Count);
    }

    private void NoteReplaced()
    {
        ZigZag?.Forget();
        StateNumber++;
        NoteUpdate();
    }
}
