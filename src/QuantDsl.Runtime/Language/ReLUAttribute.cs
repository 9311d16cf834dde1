namespace QuantDsl;

/// <summary>max(0, x).</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class ReLUAttribute : Attribute;
