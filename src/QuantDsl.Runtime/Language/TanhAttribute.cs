namespace QuantDsl;

/// <summary>Hyperbolic tangent of every element.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class TanhAttribute : Attribute;
