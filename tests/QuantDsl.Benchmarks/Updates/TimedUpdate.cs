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
    private readonly Gradients _gradients;
    private readonly Gradients _ofTrial;
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
        double[] bounds = [.. gradients.Select(Largest)]; // a backward pass knows them
        _gradients = UnitGradients.Of(model.Store).WithBounds(bounds);
        _ofTrial = UnitGradients.Of(model.Store).WithBounds(bounds);
        (_leadingToTrial, _atTrial) = _gradients.AroundTrial(_ofTrial);
        _start = model.Store.Snapshot();
        _number = _firstNumber = model.Store.StepCount; // counted here: to set it there would have the next update look at all moments
        Refill();
    }

    /// <summary>Puts the saved gradients back. Not to be timed.</summary>
    public void Refill()
    {
        for (int i = 0; i < _saved.Count; i++)
        {
            MemoryMarshal.Cast<byte, float>(_saved[i].bytes).CopyTo(_gradients[i]);
            MemoryMarshal.Cast<byte, float>(_saved[i].bytes).CopyTo(_ofTrial[i]);
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
        _model.Update(kind, _step, kind == UpdateKind.Trial ? _leadingToTrial : kind == UpdateKind.Backtrack ? _atTrial : _gradients);
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

    private static double Largest(Tensor tensor)
    {
        float largest = 0;
        foreach (float value in MemoryMarshal.Cast<byte, float>(tensor.bytes))
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
