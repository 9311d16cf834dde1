namespace QuantDsl;

/// <summary>
/// Multiplies the learning rate by a factor after each of some epochs (PyTorch's <c>MultiStepLR</c>): <c>[MultiStep(30, 60, 80)]</c>.
/// </summary>
/// <param name="epochs">The epochs after which the rate falls, increasing, from 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MultiStepAttribute(params int[] epochs) : Attribute
{
    /// <summary>The epochs after which the rate falls.</summary>
    public IReadOnlyList<int> Epochs { get; } = epochs;

    /// <summary>The factor of each decay, above 0 and at most 1.</summary>
    public double Factor { get; init; } = 0.1;
}
