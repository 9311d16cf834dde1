namespace QuantDsl;

/// <summary>Adds the output of an earlier stage, at this place of the epilogue; the shapes must be equal.</summary>
/// <param name="stage">Name of the earlier stage: <c>nameof(Stem)</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class AddAttribute(string stage) : Attribute
{
    /// <summary>Name of the earlier stage.</summary>
    public string Stage { get; } = stage;
}
