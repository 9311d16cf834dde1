namespace QuantDsl;

/// <summary>
/// Each epoch multiplies the learning rate by a factor, evenly from step to step (PyTorch's <c>ExponentialLR</c>, which does it at the end
/// of the epoch, is <c>[StepDecay(Factor = …)]</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExponentialAttribute : Attribute
{
    /// <summary>The factor of an epoch, above 0 and at most 1.</summary>
    public double Factor { get; init; } = 0.95;
}
