namespace QuantDsl;

/// <summary>
/// The learning rate rises along half a wave of the cosine to the declared one, and falls along another to almost nothing, from step to
/// step (PyTorch's <c>OneCycleLR</c>; Smith and Topin, 2018). The decay rates of Adam's moments stay as they are.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OneCycleAttribute : Attribute
{
    /// <summary>
    /// Number of epochs after which the cycle has ended. 0: it ends with the last epoch of the run, however long that is; runs that are to
    /// go on from each other need a number.
    /// </summary>
    public int Epochs { get; init; }

    /// <summary>The part of the epochs in which the rate rises, above 0 and below 1.</summary>
    public double PctStart { get; init; } = 0.3;

    /// <summary>The first rate is the declared one divided by this, at least 1.</summary>
    public double DivFactor { get; init; } = 25;

    /// <summary>The last rate is the first divided by this, at least 1.</summary>
    public double FinalDivFactor { get; init; } = 1e4;
}
