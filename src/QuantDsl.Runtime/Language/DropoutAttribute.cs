namespace QuantDsl;

/// <summary>Zeroes elements at random in training and scales the others by 1/(1 − p). Both passes of a backtrack step share one mask.</summary>
/// <param name="probability">Probability p of a zero, 0 ≤ p &lt; 1.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class DropoutAttribute(double probability) : Attribute
{
    /// <summary>Probability of a zero.</summary>
    public double Probability { get; } = probability;
}
