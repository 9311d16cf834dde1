using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The forward pass of a network on the CPU, which the compiler has lowered to loops. Memory of a pass is allocated once and then goes from
/// one prediction to the next: later ones allocate nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class PredictionNetwork : IDisposable
{
    private readonly NetworkPlan _plan;
    private readonly Lock _predicting = new();
    private readonly Stack<Workspace> _idle = []; // of predictions
    private bool _isDisposed;

    /// <summary>Creates a network.</summary>
    /// <param name="plan">Sizes.</param>
    protected PredictionNetwork(NetworkPlan plan) => _plan = plan;

    /// <summary>Sizes.</summary>
    public NetworkPlan Plan => _plan;

    /// <summary>Logits of samples. Several threads may call it at the same time.</summary>
    /// <param name="inputs">A whole number of samples, row-major.</param>
    /// <param name="logits">Receives the logits, row-major.</param>
    public void Predict(NetworkInput inputs, Span<float> logits) =>
        Predict(inputs, inputs.Length / _plan.Inputs, logits, carried: default);

    /// <summary>Logits of sequences of any length that go on where others have ended.</summary>
    /// <param name="inputs">As many sequences of one length as the state has samples, row-major.</param>
    /// <param name="logits">Receives the logits, row-major.</param>
    /// <param name="state">The states of the recurrent layers; become those behind the last position.</param>
    /// <exception cref="ArgumentException">The states are those of another network, whatever its name.</exception>
    public void Predict(NetworkInput inputs, Span<float> logits, RecurrentState state)
    {
        if (state.Values.Length != state.Samples * _plan.Carried)
        {
            throw new ArgumentException(
                $"A prediction goes on from states of {_plan.Carried} numbers a sample, but these have "
                + $"{state.Values.Length / state.Samples}. Take them from the NewState of the same model.",
                nameof(state));
        }
        fixed (float* states = state.Values)
            Predict(inputs, state.Samples, logits, new CarriedState(states, _plan.Carried));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        lock (_predicting)
        {
            foreach (Workspace workspace in _idle)
                workspace.Dispose();
            _idle.Clear();
        }
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Packs the weights once and for all: those of a model that only predicts.</summary>
    internal void Prepare() => PackWeights();

    /// <summary>Packs the quantized weights of all layers.</summary>
    protected abstract void PackWeights();

    /// <summary>The forward pass of a prediction.</summary>
    protected abstract void Infer(Workspace w);

    /// <summary>Releases the packed weights.</summary>
    protected abstract void Dispose(bool isDisposing);

    private void Predict(NetworkInput inputs, int samples, Span<float> logits, CarriedState carried)
    {
        Workspace w = Rent();
        try
        {
            fixed (float* x = inputs.Numbers)
            fixed (int* tokens = inputs.Tokens)
            fixed (float* y = logits)
            {
                w.InputStride = samples == 0 ? 0 : inputs.Length / samples;
                w.LogitStride = samples == 0 ? 0 : logits.Length / samples;
                for (int start = 0; start < samples; start += _plan.Batch)
                {
                    w.Samples = Math.Min(_plan.Batch, samples - start);
                    w.Inputs = x + ((nint)start * w.InputStride);
                    w.Tokens = tokens + ((nint)start * w.InputStride);
                    w.Logits = y + ((nint)start * w.LogitStride);
                    w.Carried = carried.Data == null ? default : new CarriedState(carried.Of(start), carried.Stride);
                    InferPositions(w);
                }
            }
        }
        finally
        {
            Return(w);
        }
    }

    /// <summary>Sequences that go on may have another length than is declared: they are read in parts.</summary>
    private void InferPositions(Workspace w)
    {
        if (w.InputStride == _plan.Inputs)
        {
            w.Positions = int.MaxValue; // all that each value has
            Infer(w);
            return;
        }
        int inputs = _plan.Inputs / _plan.Positions, outputs = _plan.Labels == 1 ? 0 : _plan.Outputs / _plan.Positions;
        int length = w.InputStride / inputs;
        for (int position = 0; position < length; position += w.Positions)
        {
            w.Positions = Math.Min(_plan.Positions, length - position);
            Infer(w);
            w.Inputs += w.Positions * inputs;
            w.Tokens += w.Positions * inputs;
            w.Logits += w.Positions * outputs;
        }
    }

    private Workspace Rent()
    {
        lock (_predicting)
        {
            if (_idle.TryPop(out Workspace? workspace))
                return workspace;
        }
        return new Workspace(_plan.PredictionPerSample, _plan.PredictionInAll, _plan.PredictionThread);
    }

    private void Return(Workspace workspace)
    {
        lock (_predicting)
        {
            if (!_isDisposed)
            {
                _idle.Push(workspace);
                return;
            }
        }
        workspace.Dispose();
    }
}
