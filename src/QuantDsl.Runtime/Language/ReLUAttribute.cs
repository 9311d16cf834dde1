namespace QuantDsl;

/// <summary>Rectified linear unit, max(0, x) for every element.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class ReLUAttribute : Attribute;
