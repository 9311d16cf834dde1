using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A network on the CPU, which the compiler has differentiated and lowered to loops. Its memory is allocated once; a pass allocates
/// nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class CpuNetwork : PredictionNetwork
{
    private readonly NetworkPlan _plan;
    private readonly NetworkMemory _memory;
    private readonly ProductBounds _bounds; // of the gradients of large weights
    private readonly Lock _packing = new();
    private Workspace? _training;
    private long _packed = -1; // the weights that are packed

    /// <summary>The minibatch of which a pass gets a part; null: it gets all of it.</summary>
    internal SharedBatch? Shared { get; set; }

    /// <summary>Creates a network.</summary>
    /// <param name="memory">Memory of the model.</param>
    /// <param name="plan">Sizes.</param>
    protected CpuNetwork(NetworkMemory memory, NetworkPlan plan)
        : base(plan)
    {
        (_memory, _plan) = (memory, plan);
        _bounds = new ProductBounds(plan.Parameters);
    }

    /// <summary>Forward and backward pass of a minibatch: the gradients with respect to all parameters.</summary>
    /// <param name="inputs">Samples, row-major; as many as there are labels for.</param>
    /// <param name="labels">Classes or numbers, which somebody has checked; at most those of the declared batch.</param>
    /// <param name="gradients">Receives the gradients, in the order of the model's memory.</param>
    /// <param name="settings">What the pass depends on besides.</param>
    /// <returns>The mean loss. If it is NaN or infinite, there are no gradients.</returns>
    public float Differentiate(NetworkInput inputs, NetworkLabels labels, float* gradients, in PassSettings settings)
    {
        Pack(settings.Weights);
        Workspace w = _training ??= new Workspace(_plan.TrainingPerSample, _plan.TrainingInAll, _plan.TrainingThread);
        fixed (float* x = inputs.Numbers)
        fixed (int* tokens = inputs.Tokens)
        fixed (int* classes = labels.Classes)
        fixed (float* numbers = labels.Numbers, weights = _plan.ClassWeights)
        {
            Begin(w, x, tokens, labels.Length, settings);
            Label(w, classes, numbers, weights);
            w.Gradients = gradients;
            w.Defers = settings.Defers;
            w.Bounds = _bounds;
            _bounds.Clear();
            Forward(w);
            if (!float.IsFinite(w.Loss))
                return w.Loss;
            Backward(w);
            if (Shared is not null)
                _bounds.Share(Shared);
            return w.Loss;
        }
    }

    /// <summary>A value that no magnitude in the gradient of weights exceeds that can wait for the update; of the last pass.</summary>
    internal double BoundOf(int parameter) => _bounds.Of(parameter, _training!.BatchSamples);

    /// <summary>Makes the gradients that wait for the update, tile by tile, and has each move its weights.</summary>
    internal void MoveDeferred(TiledUpdate update)
    {
        Workspace w = _training!;
        w.Update = update;
        UpdateWeights(w);
        w.Update = null;
    }

    /// <summary>Makes the gradients that wait for the update, where those of the other parameters are.</summary>
    internal void WriteDeferred() => WriteWeightGradients(_training!);

    /// <summary>
    /// Repeats a forward pass whose loss is NaN or infinite, to find the first layer with such an output; -1 if there is none.
    /// </summary>
    public int FirstNotFinite(NetworkInput inputs, NetworkLabels labels, in PassSettings settings)
    {
        Workspace w = _training ??= new Workspace(_plan.TrainingPerSample, _plan.TrainingInAll, _plan.TrainingThread);
        fixed (float* x = inputs.Numbers)
        fixed (int* tokens = inputs.Tokens)
        fixed (int* classes = labels.Classes)
        fixed (float* numbers = labels.Numbers, weights = _plan.ClassWeights)
        {
            Begin(w, x, tokens, labels.Length, settings);
            Label(w, classes, numbers, weights);
            w.MovesStatistics = false;
            w.Diagnose();
            Forward(w);
            w.EndDiagnosis();
            Span<int> found = [-w.FirstNotFinite];
            Shared?.Largest(found);
            return found[0] == -int.MaxValue ? -1 : -found[0];
        }
    }

    /// <summary>Logits of samples. Several threads may call it at the same time, while no step is taken.</summary>
    /// <param name="inputs">A whole number of samples, row-major.</param>
    /// <param name="logits">Receives the logits, row-major.</param>
    /// <param name="weights">A number that changes with the quantized weights.</param>
    public void Predict(NetworkInput inputs, Span<float> logits, long weights)
    {
        Pack(weights);
        Predict(inputs, logits);
    }

    /// <summary>Logits of sequences of any length that go on where others have ended.</summary>
    /// <param name="inputs">As many sequences of one length as the state has samples, row-major.</param>
    /// <param name="logits">Receives the logits, row-major.</param>
    /// <param name="weights">A number that changes with the quantized weights.</param>
    /// <param name="state">The states of the recurrent layers; become those behind the last position.</param>
    /// <exception cref="ArgumentException">The states are those of another network, whatever its name.</exception>
    public void Predict(NetworkInput inputs, Span<float> logits, long weights, RecurrentState state)
    {
        Pack(weights);
        Predict(inputs, logits, state);
    }

    /// <summary>The forward pass of a training step, with its loss.</summary>
    protected abstract void Forward(Workspace w);

    /// <summary>The backward pass.</summary>
    protected abstract void Backward(Workspace w);

    /// <summary>The gradients of large weights, which the backward pass has left out.</summary>
    protected virtual void WriteWeightGradients(Workspace w)
    {
        // There are no such weights.
    }

    /// <summary>The same, tile by tile, each of which moves its weights at once.</summary>
    protected virtual void UpdateWeights(Workspace w)
    {
        // There are no such weights.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => _training?.Dispose();

    private void Begin(Workspace w, float* inputs, int* tokens, int labels, in PassSettings settings)
    {
        w.Inputs = inputs;
        w.Tokens = tokens;
        w.InputStride = _plan.Inputs;
        w.Shared = Shared;
        w.Samples = labels / _plan.LabelNumbers;
        w.LabelWeight = settings.LabelWeight;
        w.Seed = settings.Seed;
        w.Step = settings.Step;
        w.MovesStatistics = settings.MovesStatistics;
    }

    private static void Label(Workspace w, int* classes, float* numbers, float* weights)
    {
        w.Labels = classes;
        w.NumberLabels = numbers;
        w.ClassWeights = weights;
    }

    private void Pack(long weights)
    {
        if (Volatile.Read(ref _packed) == weights)
            return;
        lock (_packing)
        {
            if (_packed == weights)
                return;
            _memory.Owner.Refresh(new Span<float>(_memory.Scales, _memory.ScaleCount));
            PackWeights();
            Volatile.Write(ref _packed, weights);
        }
    }
}
