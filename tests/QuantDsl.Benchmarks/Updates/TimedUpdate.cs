using System.Runtime.InteropServices;
using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Updates;

/// <summary>The update of a model alone, with gradients from a saved copy. It disposes the copy, not the model.</summary>
internal sealed class TimedUpdate : IDisposable
{
    private readonly ITimedModel _model;
    private readonly IReadOnlyList<Tensor> _saved;
    private readonly ParameterGradients _gradients;
    private readonly ParameterGradients _ofTrial;
    private readonly Gradients _alone;
    private readonly Gradients _leadingToTrial;
    private readonly Gradients _atTrial;
    private readonly ParameterSnapshot _start;
    private readonly long _firstNumber;
    private AdamStep _step;
    private long _number;

    /// <summary>An update of <paramref name="model"/>, which is to be in a state of training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="gradients">A gradient for every parameter, in their order.</param>
    public TimedUpdate(ITimedModel model, IReadOnlyList<Tensor> gradients)
    {
        _model = model;
        _saved = gradients;
        _gradients = new ParameterGradients(model.Store, network: null);
        _ofTrial = new ParameterGradients(model.Store, network: null);
        _alone = _gradients.Alone(deferring: null);
        _leadingToTrial = _gradients.Before(_ofTrial, deferring: null);
        _atTrial = _ofTrial.After(_gradients, deferring: null);
        _start = model.Store.Snapshot();
        _number = _firstNumber = model.Store.StepCount; // counted here: to set it there would have the next update look at all moments
        Refill();
        _gradients.Measure(); // as a backward pass does
        _ofTrial.Measure();
    }

    /// <summary>Puts the saved gradients back. Not to be timed.</summary>
    public void Refill()
    {
        for (int i = 0; i < _saved.Count; i++)
        {
            ReadOnlySpan<float> saved = MemoryMarshal.Cast<byte, float>(_saved[i].bytes);
            int offset = _model.Store.OffsetOf(i);
            saved.CopyTo(_gradients.All[offset..]);
            saved.CopyTo(_ofTrial.All[offset..]);
        }
    }

    /// <summary>Puts the model back to where it was when this was made, so that the solver starts alike again. Not to be timed.</summary>
    public void Rewind()
    {
        _model.Store.Restore(_start);
        _number = _firstNumber;
    }

    /// <summary>Runs one update. A trial and the backtrack after it belong to one step.</summary>
    public void Run(UpdateKind kind)
    {
        ParameterStore store = _model.Store;
        if (kind != UpdateKind.Backtrack)
            _step = new AdamStep(++_number, store.LearningRate, beta1: 0.9, beta2: 0.999, blend: 0.6);
        _model.Update(kind, _step, kind == UpdateKind.Trial ? _leadingToTrial : kind == UpdateKind.Backtrack ? _atTrial : _alone);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _start.Dispose();
        _gradients.Dispose();
        _ofTrial.Dispose();
        foreach (Tensor tensor in _saved)
            tensor.Dispose();
    }
}
