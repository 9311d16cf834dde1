using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Keeps the model of the best epoch during a training run.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BestState(ParameterStore store) : IDisposable
{
    private ParameterSnapshot? _snapshot;

    /// <summary>What is kept; null: nothing yet.</summary>
    internal ParameterSnapshot? Kept => _snapshot;

    /// <summary>Whether what is kept is the present state.</summary>
    internal bool IsPresent => _snapshot?.StepCount == store.StepCount;

    /// <summary>Remembers the present state.</summary>
    public void Keep()
    {
        _snapshot?.Dispose();
        _snapshot = store.Snapshot();
    }

    /// <summary>Remembers a state that comes from a checkpoint, in tensors that are its own from now on.</summary>
    internal void Keep(ParameterSnapshot snapshot)
    {
        _snapshot?.Dispose();
        _snapshot = snapshot;
    }

    /// <summary>Puts the remembered state back; false if there is none.</summary>
    public bool Restore()
    {
        if (_snapshot is null)
            return false;
        store.Restore(_snapshot);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _snapshot?.Dispose();
}
