using System.ComponentModel;
using QuantDsl.Cuda;
using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The engine of a model whose whole steps are launches on a CUDA device; they need its driver and NVRTC, and no library besides. The state
/// is there and in the model's memory on the host, see <see cref="DeviceState"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CudaTraining : IUpdateEngine, ISamplePredictor
{
    private float _learningRate; // of the last step

    /// <summary>Compiles the network, unless that was done before, and allocates its memory on the model's device.</summary>
    /// <param name="store">Memory of the model, on the host.</param>
    /// <param name="info">The model.</param>
    /// <param name="network">Its whole step.</param>
    /// <exception cref="CudaException">Something is missing, or the source does not compile.</exception>
    internal CudaTraining(ParameterStore store, ModelInfo info, CudaNetwork network)
    {
        (Store, Info) = (store, info);
        Device = new WholeStep(network, Math.Max(0, store.Device.index));
        State = new DeviceState(Device, store);
    }

    /// <summary>The model's memory on the host.</summary>
    internal ParameterStore Store { get; }

    /// <summary>The model.</summary>
    internal ModelInfo Info { get; }

    /// <summary>The network and its memory on the device.</summary>
    internal WholeStep Device { get; }

    /// <summary>What is carried between host and device.</summary>
    internal DeviceState State { get; }

    /// <summary>Data sets on the device, while the model is trained.</summary>
    internal ResidentSets? Sets { get; set; }

    /// <inheritdoc/>
    int ISamplePredictor.Batch => Device.Batch;

    /// <summary>Quantizes untrained weights; a step is not taken in parts here.</summary>
    /// <exception cref="NotSupportedException">It is another update.</exception>
    /// <exception cref="CudaException">The launch failed.</exception>
    /// <inheritdoc/>
    public void Run(UpdateKind kind, in AdamStep step, in Gradients gradients)
    {
        if (kind != UpdateKind.Initial)
        {
            throw new NotSupportedException(
                $"The steps of {Info.Name} on {Store.Device} are whole: there are no gradients of which an update could begin.");
        }
        lock (State.Gate)
        {
            State.Send();
            Device.Quantize();
            State.NoteUpdate();
        }
    }

    /// <summary>The kernels quantize all parameters, so the quantized weights and scales of the others are put back.</summary>
    /// <inheritdoc/>
    public void Requantize(int parameter)
    {
        StoredParameter[] others = [.. Store.Stored.Where(other => other.Index != parameter)];
        float[][] quantized = [.. others.Select(other => Copy(other.QuantizedMemory))];
        float[][] scales = [.. others.Select(other => Copy(other.ScaleMemory))];
        Run(UpdateKind.Initial, default, default);
        for (int i = 0; i < others.Length; i++)
        {
            others[i].QuantizedMemory.Write(quantized[i]);
            others[i].ScaleMemory.Write(scales[i]);
        }

        static float[] Copy(MemoryPart part)
        {
            float[] values = new float[part.Count];
            part.CopyTo(values);
            return values;
        }
    }

    /// <summary>Does nothing: a step is whole, or has changed nothing.</summary>
    public void TakeBackTrial()
    {
    }

    /// <summary>A LAQ step, or one in full precision.</summary>
    /// <typeparam name="TRecipe">The recipe.</typeparam>
    /// <param name="inputs">Samples, row-major.</param>
    /// <param name="labels">Their labels, which somebody has checked.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="TrainingDivergedException">
    /// The loss or a gradient is NaN or infinite; the model is as it was before the step.
    /// </exception>
    /// <exception cref="CudaException">A launch failed.</exception>
    public float Step<TRecipe>(NetworkInput inputs, NetworkLabels labels)
        where TRecipe : struct, IUpdateRecipe => Take<TRecipe>(backtracks: false, inputs, labels);

    /// <summary>A backtrack step.</summary>
    /// <inheritdoc cref="Step{TRecipe}(NetworkInput, NetworkLabels)"/>
    public float BacktrackStep<TRecipe>(NetworkInput inputs, NetworkLabels labels)
        where TRecipe : struct, IUpdateRecipe => Take<TRecipe>(backtracks: true, inputs, labels);

    /// <summary>Begins the steps of an epoch, or goes on with them.</summary>
    /// <typeparam name="TRecipe">The recipe.</typeparam>
    /// <param name="batches">The minibatches that are left.</param>
    /// <param name="phase">The kind of steps.</param>
    /// <param name="session">The run.</param>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public CudaRun<TRecipe> BeginEpoch<TRecipe>(Minibatches batches, TrainingPhase phase, TrainingSession session)
        where TRecipe : struct, IUpdateRecipe =>
        session.Keep(() => new CudaRun<TRecipe>(this, batches.Data, session)).BeginEpoch(batches, phase == TrainingPhase.Backtrack);

    /// <summary>Logits of samples. Several threads may call it at the same time, while no step is taken.</summary>
    /// <param name="inputs">Any number of samples, row-major.</param>
    /// <param name="logits">Receives their logits, row-major.</param>
    /// <exception cref="CudaException">A launch failed.</exception>
    public void Predict(NetworkInput inputs, Span<float> logits)
    {
        lock (State.Gate)
        {
            State.Send();
            Device.Predict(inputs, logits);
        }
    }

    /// <summary>Logits of a tensor, on its device.</summary>
    /// <param name="input">float32 [N, …] or token ids, int64 [N, length].</param>
    public torch.Tensor Predict(torch.Tensor input) => SamplePredictions.OfTensor(this, Info, input);

    /// <summary>Accuracy and mean loss on a data set.</summary>
    /// <exception cref="CudaException">A launch failed.</exception>
    public Evaluation Assess(Dataset data)
    {
        lock (State.Gate)
        {
            State.Send();
            return DeviceEvaluation.Of(Device, Info, data, Sets?.Evaluated(data));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        State.Forget();
        Device.Dispose();
    }

    /// <summary>Takes a step of an epoch whose minibatch comes from the host.</summary>
    internal void TakeCopied<TRecipe>(Minibatches batches, bool backtracks, float learningRate)
        where TRecipe : struct, IUpdateRecipe
    {
        NetworkInput inputs = batches.NextOf(Info, out NetworkLabels labels);
        lock (State.Gate)
        {
            Begin(learningRate);
            Device.Launch(backtracks, Next<TRecipe>(learningRate), inputs, labels, isOfEpoch: true);
            End();
        }
    }

    /// <summary>Before a step is launched; the caller holds the gate.</summary>
    internal void Begin(float learningRate)
    {
        _learningRate = learningRate;
        Device.Seed = Store.Seed;
        State.Send();
    }

    /// <summary>After a step was launched; the caller holds the gate.</summary>
    internal void End()
    {
        State.NoteUpdate();
        Store.CountStep();
    }

    /// <summary>Waits for the device; the loss of the last step.</summary>
    /// <exception cref="TrainingDivergedException">A loss or a gradient was NaN or infinite.</exception>
    internal float FetchLoss()
    {
        lock (State.Gate)
        {
            float loss = Device.FetchLoss();
            ThrowIfDiverged();
            return loss;
        }
    }

    /// <summary>Waits for the device; the losses of an epoch, added up.</summary>
    /// <inheritdoc cref="FetchLoss"/>
    internal double FetchLosses()
    {
        lock (State.Gate)
        {
            double sum = Device.FetchLosses();
            ThrowIfDiverged();
            return sum;
        }
    }

    /// <summary>At the end of a run: forgets a fault that nobody has been told of, and the steps since.</summary>
    internal void ForgetFault()
    {
        lock (State.Gate)
        {
            if (Device.TakeFault() is not { } fault)
                return;
            State.NoteUpdate();
            Store.StepCount = fault.Step - 1;
        }
    }

    private void ThrowIfDiverged()
    {
        if (Device.TakeFault() is not { } fault)
            return;
        State.NoteUpdate(); // the quantized weights are again those that belong to the others
        throw CudaDivergence.Of(Store, fault, _learningRate);
    }

    private float Take<TRecipe>(bool backtracks, NetworkInput inputs, NetworkLabels labels)
        where TRecipe : struct, IUpdateRecipe
    {
        lock (State.Gate)
        {
            Begin(Store.LearningRate);
            Device.Launch(backtracks, Next<TRecipe>(Store.LearningRate), inputs, labels);
            End();
            return FetchLoss();
        }
    }

    private AdamStep Next<TRecipe>(float learningRate)
        where TRecipe : struct, IUpdateRecipe => AdamStep.Of<TRecipe>(Store.StepCount + 1, learningRate, Store.Blend);
}
