using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A model's network on the CPU, and the memory of its gradients: one for a LAQ step, and, once a step has backtracked, another for those
/// at the weights of the trial.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class CpuTraining : IDisposable
{
    /// <summary>Samples of which an evaluation holds the logits at once.</summary>
    private const int EvaluationBatch = 500;

    private readonly CpuNetwork _network;
    private readonly ParameterStore _store;
    private readonly ModelInfo _info;
    private readonly ParameterGradients _first;
    private ParameterGradients? _second;
    private Gradients _beforeTrial;
    private Gradients _atTrial;

    private CpuTraining(ParameterStore store, ModelInfo info, CpuNetwork network)
    {
        (_store, _info, _network) = (store, info, network);
        _first = new ParameterGradients(store);
        Gradients = new Gradients(_first.Alone());
    }

    /// <summary>The gradients of a LAQ step.</summary>
    public Gradients Gradients { get; }

    /// <summary>The gradients of the first half of a backtrack step, which stay as they are.</summary>
    public Gradients GradientsBeforeTrial
    {
        get
        {
            _ = Second;
            return _beforeTrial;
        }
    }

    /// <summary>The gradients at the weights of the trial.</summary>
    public Gradients GradientsAtTrial => _atTrial;

    /// <summary>Made when the first step backtracks.</summary>
    private ParameterGradients Second
    {
        get
        {
            if (_second is { } made)
                return made;
            var second = new ParameterGradients(_store);
            _beforeTrial = new Gradients(_first.Before(second));
            _atTrial = new Gradients(second.After(_first));
            return _second = second;
        }
    }

    /// <summary>The network of a model on the CPU; null for a model on another device.</summary>
    /// <param name="store">Memory of the model, with all its parameters.</param>
    /// <param name="info">The model.</param>
    /// <param name="create">Creates the network.</param>
    public static CpuTraining? For(ParameterStore store, ModelInfo info, Func<NetworkMemory, CpuNetwork> create) =>
        store.Device.type == DeviceType.CPU ? Create(store, info, create) : null;

    /// <summary>The network of a model that is on the CPU.</summary>
    /// <param name="store">Memory of the model, with all its parameters.</param>
    /// <param name="info">The model.</param>
    /// <param name="create">Creates the network.</param>
    public static CpuTraining Create(ParameterStore store, ModelInfo info, Func<NetworkMemory, CpuNetwork> create) =>
        new(store, info, create(store.NetworkMemory));

    /// <summary>Refuses other devices than the CPU, for a model with an operation that runs there only.</summary>
    /// <param name="device">The device; null means the CPU.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="operation">The operation and its layer.</param>
    /// <exception cref="NotSupportedException">The device is another.</exception>
    public static void ThrowIfElsewhere(Device? device, string model, string operation)
    {
        if (device is null || device.type == DeviceType.CPU)
            return;
        throw new NotSupportedException(
            $"{model} runs on the CPU only, because of {operation}; it was to be made on {device}. Make it on the CPU, or declare a variant "
            + "without that operation for the device.");
    }

    /// <summary>Forward and backward pass of a minibatch: the gradients with respect to the quantized weights.</summary>
    /// <param name="inputs">Samples, row-major.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="phase">The kind of step.</param>
    /// <param name="pass">Whether the pass is the first of its step, or at the weights of a trial.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="TrainingDivergedException">
    /// The loss is NaN or infinite; the message names the first layer with such an output.
    /// </exception>
    public float Differentiate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, TrainingPhase phase, ForwardPass pass)
    {
        var settings = new PassSettings(_store.WeightsNumber, _store.Seed, _store.StepCount, pass == ForwardPass.Train);
        ParameterGradients target = pass == ForwardPass.Train ? _first : Second;
        float loss = _network.Differentiate(inputs, labels, target.Data, settings);
        if (!float.IsFinite(loss))
            throw Diagnose(inputs, labels, settings, phase);
        target.Measure();
        GC.KeepAlive(_store);
        return loss;
    }

    /// <summary>Logits of samples.</summary>
    /// <param name="inputs">Any number of samples, row-major.</param>
    /// <param name="logits">Receives their logits, row-major.</param>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> logits)
    {
        _network.Predict(inputs, logits, _store.WeightsNumber);
        GC.KeepAlive(_store);
    }

    /// <summary>Logits of a tensor, [N, classes].</summary>
    /// <param name="input">float32 [N, …].</param>
    public Tensor Predict(Tensor input)
    {
        using IDisposable unrecorded = no_grad();
        using Tensor dense = input.contiguous();
        Tensor logits = empty([input.size(0), _network.Plan.Outputs]);
        Predict(TensorSpans.Floats(dense), TensorSpans.Floats(logits));
        return logits;
    }

    /// <summary>Accuracy and mean loss on a data set.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    public Evaluation Assess<TLoss>(Dataset data)
        where TLoss : struct, ISampleLoss
    {
        float[] logits = new float[EvaluationBatch * _network.Plan.Outputs];
        long correct = 0;
        double loss = 0;
        for (long start = 0; start < data.Count; start += EvaluationBatch)
        {
            long size = Math.Min(EvaluationBatch, data.Count - start);
            data.Slice(start, size, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels);
            Span<float> predicted = logits.AsSpan(0, (int)size * _network.Plan.Outputs);
            Predict(inputs, predicted);
            (long right, double sum) = SampleLosses.Sum<TLoss>(predicted, labels);
            correct += right;
            loss += sum;
        }
        return new Evaluation((double)correct / data.Count, loss / data.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _first.Dispose();
        _second?.Dispose();
    }

    private TrainingDivergedException Diagnose(
        ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, in PassSettings settings, TrainingPhase phase)
    {
        var diagnosis = new Diagnosis(inputs, _store);
        int layer = _network.FirstNotFinite(inputs, labels, settings);
        if (layer >= 0)
            diagnosis.Blame(_info.Layers[layer].Name);
        return Divergence.OfLoss(diagnosis, _store.StepCount + 1, phase, _store.LearningRate);
    }
}
