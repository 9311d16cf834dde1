namespace QuantDsl;

/// <summary>
/// A gated recurrent unit (Cho et al., 2014) over a sequence [length, in] with PyTorch's equations: gates in the order r, z, n; the state
/// starts at zero; r scales what the candidate n gets from the state, bias included. Input weights [3·hidden, in] and recurrent weights
/// [3·hidden, hidden] are quantized by the layer's quantizer with separate scales. As in PyTorch there are two biases [3·hidden], one beside
/// either product, in full precision and 0 at first. Latent weights are initialised per gate from U(±√(1.5/(fan_in + hidden))). On the CPU
/// only.
/// </summary>
/// <param name="hidden">Number of units, which is the number of output features.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class GruAttribute(int hidden) : Attribute
{
    /// <summary>Number of units.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>
    /// Whether the output is a sequence [length, hidden]. If not, it is the output of the last position, [hidden], for classifying whole
    /// sequences.
    /// </summary>
    public bool ReturnSequence { get; init; } = true;
}
