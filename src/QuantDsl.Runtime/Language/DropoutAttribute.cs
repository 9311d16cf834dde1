namespace QuantDsl;

/// <summary>
/// Sets elements to zero at random during training and scales the others by 1/(1 − p). Both passes of a backtrack step use the same mask.
/// </summary>
/// <param name="probability">Probability p that an element is set to zero, 0 ≤ p &lt; 1.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class DropoutAttribute(double probability) : Attribute
{
    /// <summary>Probability that an element is set to zero.</summary>
    public double Probability { get; } = probability;
}
