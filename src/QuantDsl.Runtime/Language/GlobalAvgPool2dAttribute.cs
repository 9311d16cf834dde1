namespace QuantDsl;

/// <summary>Averages over height and width: [channels, height, width] becomes [channels].</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class GlobalAvgPool2dAttribute : Attribute;
