namespace QuantDsl;

/// <summary>Makes a layer read the output of an earlier layer instead of that of the preceding one.</summary>
/// <param name="layer">Name of the earlier layer, for example <c>nameof(Stem)</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class FromAttribute(string layer) : Attribute
{
    /// <summary>Name of the earlier layer.</summary>
    public string Layer { get; } = layer;
}
