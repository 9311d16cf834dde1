namespace QuantDsl;

/// <summary>
/// Long short-term memory over a sequence [length, in] with PyTorch's equations: gates in the order i, f, g, o; both states start at zero.
/// Input weights [4·hidden, in] and recurrent weights [4·hidden, hidden] are quantized by the layer's quantizer with separate scales. There
/// is one bias [4·hidden], in full precision, initialised to 1 for the forget gate and to 0 for the others. Latent weights are initialised
/// per gate from U(±√(1.5/(fan_in + hidden))).
/// </summary>
/// <param name="hidden">Number of units, which is the number of output features.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LstmAttribute(int hidden) : Attribute
{
    /// <summary>Number of units.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>
    /// Whether the output is a sequence [length, hidden]. If not, it is the output of the last position, [hidden], for classifying whole
    /// sequences.
    /// </summary>
    public bool ReturnSequence { get; init; } = true;
}
