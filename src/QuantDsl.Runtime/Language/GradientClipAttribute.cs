namespace QuantDsl;

/// <summary>
/// Clamps every value of a gradient to [−bound, bound] before it enters the moments, that of a trial too, as the recurrent experiments of LAQ do with ±5. An
/// infinite value is clamped like any other; NaN still ends the training.
/// </summary>
/// <param name="bound">Largest magnitude, positive.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GradientClipAttribute(double bound) : Attribute
{
    /// <summary>Largest magnitude.</summary>
    public double Bound { get; } = bound;
}
