namespace QuantDsl;

/// <summary>Logistic function, 1/(1 + e⁻ˣ), of every element.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class SigmoidAttribute : Attribute;
