using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Keeps a copy of the state of the best epoch during a training run.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BestState(ParameterStore store) : IDisposable
{
    private ParameterSnapshot? _snapshot;

    /// <summary>The copy; null if there is none yet.</summary>
    internal ParameterSnapshot? Kept => _snapshot;

    /// <summary>Whether the copy is of the current state.</summary>
    internal bool IsPresent => _snapshot?.StepCount == store.StepCount;

    /// <summary>Copies the current state.</summary>
    public void Keep()
    {
        if (_snapshot is null)
            _snapshot = store.Snapshot();
        else
            _snapshot.Take(store.StepCount, store.EpochCount, store.State.Select(part => part.Values));
    }

    /// <summary>Keeps a state that was read from a checkpoint, and takes ownership of it.</summary>
    internal void Keep(ParameterSnapshot snapshot)
    {
        _snapshot?.Dispose();
        _snapshot = snapshot;
    }

    /// <summary>Restores the state of the copy. Returns false if there is none.</summary>
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
