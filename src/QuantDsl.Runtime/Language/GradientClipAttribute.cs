namespace QuantDsl;

/// <summary>
/// Clips every element of a gradient to [−bound, bound] before it enters the moments, trial gradients included. The recurrent experiments
/// of LAQ use a bound of 5. Infinite elements are clipped too; NaN still stops training.
/// </summary>
/// <param name="bound">Largest magnitude of an element, positive.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GradientClipAttribute(double bound) : Attribute
{
    /// <summary>Largest magnitude of an element.</summary>
    public double Bound { get; } = bound;
}
