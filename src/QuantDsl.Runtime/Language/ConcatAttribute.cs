namespace QuantDsl;

/// <summary>
/// Concatenates the output of an earlier layer along the channels, as in a DenseNet (Huang et al., 2017): first the channels (features) of
/// this layer, then those of the other. The concatenation takes place where the attribute stands in the layer's list of operations. Images
/// must have the same height and width, sequences the same length.
/// </summary>
/// <param name="layer">Name of the earlier layer, for example <c>nameof(Stem)</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class ConcatAttribute(string layer) : Attribute
{
    /// <summary>Name of the earlier layer.</summary>
    public string Layer { get; } = layer;
}
