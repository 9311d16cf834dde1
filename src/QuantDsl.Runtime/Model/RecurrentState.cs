namespace QuantDsl;

/// <summary>
/// The states of a model's recurrent layers behind the positions that it has seen, for predictions that go on where the one before has
/// ended: to sample a text token by token, or to read a sequence in parts. A model makes it with <c>NewState</c>, and
/// <c>Predict</c> moves it on.
/// </summary>
public sealed class RecurrentState
{
    private readonly float[] _values;

    internal RecurrentState(string model, int samples, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        (Model, Samples, _values) = (model, samples, new float[checked(samples * length)]);
    }

    private RecurrentState(RecurrentState other) => (Model, Samples, _values) = (other.Model, other.Samples, [.. other._values]);

    /// <summary>Sequences that go on side by side.</summary>
    public int Samples { get; }

    /// <summary>Name of the model whose state it is.</summary>
    internal string Model { get; }

    /// <summary>The states, sample by sample.</summary>
    internal Span<float> Values => _values;

    /// <summary>Back to the beginning of a sequence.</summary>
    public void Reset() => Array.Clear(_values);

    /// <summary>A copy, from which predictions can go on in another way.</summary>
    public RecurrentState Clone() => new(this);
}
