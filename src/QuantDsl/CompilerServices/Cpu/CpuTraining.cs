using System.ComponentModel;
using QuantDsl.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A model's network on the CPU, and the memory of its gradients: one for a LAQ step, and, once a step has backtracked, another for those
/// at the weights of the trial.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class CpuTraining : ISamplePredictor, IDisposable
{
    private readonly CpuNetwork _network;
    private readonly ParameterStore _store;
    private readonly ModelInfo _info;
    private readonly ParameterGradients _first;
    private ParameterGradients? _second;
    private bool _writesGradients;
    private bool _isAsked;

    private CpuTraining(ParameterStore store, ModelInfo info, CpuNetwork network)
    {
        (_store, _info, _network) = (store, info, network);
        _first = new ParameterGradients(store, network);
        Gradients = _first.Alone(network);
    }

    /// <summary>
    /// Whether a step writes the gradients of all weights before it moves any; else those of large weights are made tile by tile, each of
    /// which moves its weights at once. Results do not depend on it.
    /// </summary>
    internal bool WritesGradients
    {
        get => _isAsked;
        set
        {
            _isAsked = value;
            Write(value);
        }
    }

    /// <summary>The gradients of a LAQ step.</summary>
    public Gradients Gradients { get; private set; }

    /// <summary>The gradients of the first half of a backtrack step, which stay as they are.</summary>
    public Gradients GradientsBeforeTrial
    {
        get
        {
            _ = Second;
            return field;
        }

        private set;
    }

    /// <summary>The gradients at the weights of the trial.</summary>
    public Gradients GradientsAtTrial { get; private set; }

    private CpuNetwork? Deferring => _writesGradients ? null : _network;

    /// <summary>Made when the first step backtracks.</summary>
    private ParameterGradients Second
    {
        get
        {
            if (_second is { } made)
                return made;
            var second = new ParameterGradients(_store, _network);
            NameBoth(second);
            return _second = second;
        }
    }

    /// <summary>The network of a model on the CPU; null for a model on another device.</summary>
    /// <param name="store">Memory of the model, with all its parameters.</param>
    /// <param name="info">The model.</param>
    /// <param name="create">Creates the network.</param>
    public static CpuTraining? For(ParameterStore store, ModelInfo info, Func<NetworkMemory, CpuNetwork> create) =>
        store.Device.type == DeviceType.CPU ? new CpuTraining(store, info, create(store.NetworkMemory)) : null;

    /// <summary>The network of a model, for what only the CPU can do.</summary>
    /// <param name="network">The network; null for a model on another device.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">The model is on another device.</exception>
    public static CpuTraining Needed(CpuTraining? network, ModelInfo model) => network ?? throw new NotSupportedException(
        $"{model.Name} carries states of recurrent layers from one prediction to the next on the CPU only. Load it there, or predict whole "
        + "sequences.");

    /// <summary>Forward and backward pass of a minibatch: the gradients with respect to the quantized weights.</summary>
    /// <param name="inputs">Samples, row-major.</param>
    /// <param name="labels">Their classes, or the numbers that the outputs should be.</param>
    /// <param name="phase">The kind of step.</param>
    /// <param name="pass">Whether the pass is the first of its step, or at the weights of a trial.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="TrainingDivergedException">
    /// The loss is NaN or infinite; the message names the first layer with such an output.
    /// </exception>
    public float Differentiate(NetworkInput inputs, NetworkLabels labels, TrainingPhase phase, ForwardPass pass)
    {
        ReadOnlySpan<float> numbers = inputs.Numbers;
        double weight = ClassWeighting.Sum(labels.Classes, _network.Plan.ClassWeights); // of all processes
        GroupBatch? shared = _store.Shared;
        Share(shared, ref inputs, ref labels);
        var settings = new PassSettings(
            _store.WeightsNumber, _store.Seed, _store.StepCount, MovesStatistics: pass == ForwardPass.Train,
            Defers: !_writesGradients)
        {
            LabelWeight = weight,
        };
        ParameterGradients target = pass == ForwardPass.Train ? _first : Second;
        float loss = _network.Differentiate(inputs, labels, target.Data, settings);
        if (!float.IsFinite(loss))
            throw Diagnose(numbers, inputs, labels, settings, phase);
        shared?.Sum(target.All);
        if (pass == ForwardPass.Train)
            shared?.Average(_store.Statistics.PendingSpan);
        target.Measure();
        GC.KeepAlive(_store);
        return loss;
    }

    /// <summary>Logits of samples.</summary>
    /// <param name="inputs">Any number of samples, row-major.</param>
    /// <param name="logits">Receives their logits, row-major.</param>
    public void Predict(NetworkInput inputs, Span<float> logits)
    {
        _network.Predict(inputs, logits, _store.WeightsNumber);
        GC.KeepAlive(_store);
    }

    /// <summary>Logits of sequences that go on where others have ended.</summary>
    /// <param name="inputs">As many sequences of one length as the state has samples, row-major.</param>
    /// <param name="logits">Receives their logits, row-major.</param>
    /// <param name="state">The states of the recurrent layers; become those behind the last position.</param>
    public void Predict(NetworkInput inputs, Span<float> logits, RecurrentState state)
    {
        _network.Predict(inputs, logits, _store.WeightsNumber, state);
        GC.KeepAlive(_store);
    }

    /// <summary>The states of recurrent layers at the beginning of sequences.</summary>
    /// <param name="samples">Sequences that go on side by side.</param>
    public RecurrentState NewState(int samples) => new(_info.Name, samples, _network.Plan.Carried);

    /// <inheritdoc/>
    int ISamplePredictor.Batch => _network.Plan.Batch;

    /// <summary>Logits of a tensor, [N, classes] or [N, length, classes].</summary>
    /// <param name="input">float32 [N, …] or token ids, int64 [N, length].</param>
    public Tensor Predict(Tensor input) => SamplePredictions.OfTensor(this, _info, input);

    /// <summary>Accuracy and mean loss on a data set.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    public Evaluation Assess<TLoss>(Dataset data, TLoss loss = default)
        where TLoss : struct, ISampleLoss => SamplePredictions.Assess(this, _info, data, loss, _store.Shared);

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _first.Dispose();
        _second?.Dispose();
    }

    /// <summary>Takes this process's part of a minibatch. What processes share must be all there before any weight moves.</summary>
    private void Share(GroupBatch? shared, ref NetworkInput inputs, ref NetworkLabels labels)
    {
        _network.Shared = shared;
        bool writes = _isAsked || shared is not null;
        if (writes != _writesGradients)
            Write(writes);
        if (shared is null)
            return;
        NetworkPlan plan = _network.Plan;
        shared.Begin(plan.Batch, labels.Length / plan.LabelNumbers);
        inputs = inputs.Slice(shared.First * plan.Inputs, shared.Own * plan.Inputs);
        labels = labels.Slice(shared.First * plan.LabelNumbers, shared.Own * plan.LabelNumbers);
    }

    private void Write(bool all)
    {
        _writesGradients = all;
        Gradients = _first.Alone(Deferring);
        if (_second is not null)
            NameBoth(_second);
    }

    private void NameBoth(ParameterGradients second)
    {
        GradientsBeforeTrial = _first.Before(second, Deferring);
        GradientsAtTrial = second.After(_first, Deferring);
    }

    private TrainingDivergedException Diagnose(
        ReadOnlySpan<float> numbers, NetworkInput inputs, NetworkLabels labels, in PassSettings settings, TrainingPhase phase)
    {
        var diagnosis = new Diagnosis(numbers, _store);
        int layer = _network.FirstNotFinite(inputs, labels, settings);
        if (layer >= 0)
            diagnosis.Blame(_info.Layers[layer].Name);
        return Divergence.OfLoss(diagnosis, _store.StepCount + 1, phase, _store.LearningRate);
    }
}
