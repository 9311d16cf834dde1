namespace QuantDsl;

/// <summary>Takes the input of a stage from an earlier stage instead of the one before it.</summary>
/// <param name="stage">Name of the earlier stage: <c>nameof(Stem)</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class FromAttribute(string stage) : Attribute
{
    /// <summary>Name of the earlier stage.</summary>
    public string Stage { get; } = stage;
}
