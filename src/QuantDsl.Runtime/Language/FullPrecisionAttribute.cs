namespace QuantDsl;

/// <summary>Keeps the weights of a layer, or of every layer when on the class, in float32.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class FullPrecisionAttribute : Attribute;
