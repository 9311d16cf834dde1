using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The right of a thread to train a model, until it is disposed; see <see cref="ParameterStore.BeginTraining"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TrainingTurn
{
    private readonly ParameterStore _store;

    internal TrainingTurn(ParameterStore store) => _store = store;

    /// <summary>Gives it back.</summary>
    public void Dispose() => _store.EndTraining();
}
