using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A copy of a model's state.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterSnapshot : IDisposable
{
    private readonly HostMemory[] _state;

    /// <summary>Copies a state.</summary>
    /// <param name="stepCount">Number of steps that led to it.</param>
    /// <param name="epochCount">Number of epochs that led to it.</param>
    /// <param name="state">The arrays of the state, which remain their owner's.</param>
    internal ParameterSnapshot(long stepCount, int epochCount, ReadOnlySpan<HostMemory> state)
    {
        (StepCount, EpochCount) = (stepCount, epochCount);
        _state = new HostMemory[state.Length];
        try
        {
            for (int index = 0; index < state.Length; index++)
                _state[index] = state[index].Clone();
        }
        catch
        {
            Dispose(); // those copied before
            throw;
        }
    }

    internal long StepCount { get; private set; }

    internal int EpochCount { get; private set; }

    /// <summary>The copies, in the order of the state.</summary>
    internal IReadOnlyList<HostMemory> State => _state;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HostMemory? memory in _state)
            memory?.Dispose();
    }

    /// <summary>Takes a later state of the same model into the same memory.</summary>
    internal void Take(long stepCount, int epochCount, IEnumerable<HostMemory> state)
    {
        (StepCount, EpochCount) = (stepCount, epochCount);
        foreach ((HostMemory kept, HostMemory current) in _state.Zip(state))
            kept.CopyFrom(current);
    }
}
