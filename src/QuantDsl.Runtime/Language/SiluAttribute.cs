namespace QuantDsl;

/// <summary>Sigmoid linear unit, also called swish: x/(1 + e⁻ˣ) (Elfwing, Uchibe, Doya, 2018).</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class SiluAttribute : Attribute;
