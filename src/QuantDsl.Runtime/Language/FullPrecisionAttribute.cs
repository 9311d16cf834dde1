namespace QuantDsl;

/// <summary>Keeps weights in float32: those of one layer, or of all layers if the attribute is on the class.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class FullPrecisionAttribute : Attribute;
