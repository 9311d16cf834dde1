namespace QuantDsl;

/// <summary>Mean over height and width: (C, H, W) becomes (C).</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class GlobalAvgPool2dAttribute : Attribute;
