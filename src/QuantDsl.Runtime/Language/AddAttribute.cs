namespace QuantDsl;

/// <summary>
/// Adds the output of an earlier layer element by element, as in a residual network. The addition takes place where the attribute stands in
/// the layer's list of operations; both shapes must be equal, so the convolutions between them mostly need padding.
/// </summary>
/// <param name="layer">Name of the earlier layer, for example <c>nameof(Stem)</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class AddAttribute(string layer) : Attribute
{
    /// <summary>Name of the earlier layer.</summary>
    public string Layer { get; } = layer;
}
