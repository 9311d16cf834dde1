namespace QuantDsl;

/// <summary>Fully connected layer; an image input is flattened first, and a sequence goes through it position by position.</summary>
/// <param name="features">Outputs.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LinearAttribute(int features) : Attribute
{
    /// <summary>Outputs.</summary>
    public int Features { get; } = features;

    /// <summary>Whether a full-precision bias is added. When not given: only if no <see cref="BatchNormAttribute"/> follows, which would cancel it.</summary>
    public bool Bias { get; init; }
}
