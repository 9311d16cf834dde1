namespace QuantDsl;

/// <summary>
/// Long short-term memory over a sequence, as in PyTorch: gates in the order i, f, g, o, states that start at zero. Input weights [4·hidden, in] and
/// recurrent weights [4·hidden, hidden] are parameters with scales of their own, both quantized by the layer's quantizer; the one bias [4·hidden] stays in
/// full precision and starts at 1 for the forget gate and at 0 for the others. Weights start from U(±√(1.5/(fan_in + hidden))), gate by gate.
/// </summary>
/// <param name="hidden">Units, which are the output's features.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LstmAttribute(int hidden) : Attribute
{
    /// <summary>Units.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>Whether the output is a sequence again; if not it is flat, that of the last position: for classes of whole sequences.</summary>
    public bool ReturnSequence { get; init; } = true;
}
