namespace QuantDsl.Runtime;

/// <summary>Keeps the model of the best epoch during a training run.</summary>
public sealed class BestState(ParameterStore store) : IDisposable
{
    private ParameterSnapshot? _snapshot;

    /// <summary>Remembers the present state.</summary>
    public void Keep()
    {
        _snapshot?.Dispose();
        _snapshot = store.Snapshot();
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
