using QuantDsl.CompilerServices;
using QuantDsl.Data;

namespace QuantDsl.Cuda;

/// <summary>
/// Data sets that lie on a device during a run, as far as there is room: what the model is trained on, and what it is evaluated on again
/// and again.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="model">The model.</param>
/// <param name="note">Receives a line for the user where there is no room.</param>
internal sealed class ResidentSets(WholeStep device, ModelInfo model, Action<string> note) : IDisposable
{
    private const int MostEvaluated = 2; // those for validation and for a test

    private readonly List<(Dataset Data, ResidentData? Resident)> _evaluated = [];
    private ResidentData? _trained;

    /// <summary>Carries the data set that the model is trained on to the device; null: it is augmented, or there is no room.</summary>
    /// <exception cref="DatasetException">An example cannot be read.</exception>
    public ResidentData? Train(Dataset data) => _trained = ResidentData.Of(device, model, data, note);

    /// <summary>A data set for evaluations; null: it does not lie on the device.</summary>
    /// <inheritdoc cref="Train"/>
    public ResidentData? Evaluated(Dataset data)
    {
        if (_trained?.Data == data)
            return _trained;
        foreach ((Dataset other, ResidentData? resident) in _evaluated)
        {
            if (other == data)
                return resident;
        }
        if (_evaluated.Count == MostEvaluated)
            return null;
        var made = ResidentData.Of(device, model, data, note, isTrained: false);
        _evaluated.Add((data, made));
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trained?.Dispose();
        foreach ((_, ResidentData? resident) in _evaluated)
            resident?.Dispose();
        _evaluated.Clear();
    }
}
