namespace QuantDsl;

/// <summary>x·min(max(x + 3, 0), 6)/6, a cheap neighbour of <see cref="SiluAttribute"/> (Howard et al., MobileNetV3, 2019).</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class HardSwishAttribute : Attribute;
