namespace QuantDsl;

/// <summary>Gaussian error linear unit, x·Φ(x) with the normal distribution Φ (Hendrycks, Gimpel, 2016): the exact function.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class GeluAttribute : Attribute;
