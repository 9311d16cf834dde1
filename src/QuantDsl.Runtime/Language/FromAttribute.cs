namespace QuantDsl;

/// <summary>Makes a layer read the output of an earlier layer instead of that of the preceding one.</summary>
/// <param name="stage">Name of the earlier layer, for example <c>nameof(Stem)</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class FromAttribute(string stage) : Attribute
{
    /// <summary>Name of the earlier layer.</summary>
    public string Stage { get; } = stage;
}
