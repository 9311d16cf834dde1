namespace QuantDsl;

/// <summary>
/// Begins with a small learning rate that grows from step to step, in a straight line, to the declared one (PyTorch's <c>LinearLR</c>). It
/// precedes any other schedule but <see cref="OneCycleAttribute"/>: <c>[Warmup(Epochs = 2), Cosine]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WarmupAttribute : Attribute
{
    /// <summary>Number of epochs until the declared learning rate is reached, at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The first rate is this part of the declared one, above 0 and at most 1.</summary>
    public double StartFactor { get; init; } = 0.01;
}
