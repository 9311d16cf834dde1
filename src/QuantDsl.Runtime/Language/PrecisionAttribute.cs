namespace QuantDsl;

/// <summary>
/// How accurate the large products of layers are on a CUDA device; without it as accurate as in float32. Fewer bits take fewer
/// products of the tensor cores. The CPU always computes in float32, whatever is said here, and so does a device where a product is too
/// small for tensor cores.
/// </summary>
/// <param name="value">The precision.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PrecisionAttribute(Precision value) : Attribute
{
    /// <summary>The precision.</summary>
    public Precision Value { get; } = value;
}
