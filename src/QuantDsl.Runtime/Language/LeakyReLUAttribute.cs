namespace QuantDsl;

/// <summary>Leaky rectified linear unit (Maas, Hannun, Ng, 2013): x above 0, slope·x below.</summary>
/// <param name="slope">The slope below 0, between 0 and 1.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class LeakyReLUAttribute(double slope = 0.01) : Attribute
{
    /// <summary>The slope below 0.</summary>
    public double Slope { get; } = slope;
}
