namespace QuantDsl;

/// <summary>
/// Fully connected layer with weights [features, in]. An image is flattened first; a sequence [length, in] is mapped position by position
/// to [length, features].
/// </summary>
/// <param name="features">Number of outputs.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LinearAttribute(int features) : Attribute
{
    /// <summary>Number of outputs.</summary>
    public int Features { get; } = features;

    /// <summary>
    /// Whether a full-precision bias is added. By default there is one unless <see cref="BatchNormAttribute"/> follows, which would cancel
    /// it.
    /// </summary>
    public bool Bias { get; init; }
}
