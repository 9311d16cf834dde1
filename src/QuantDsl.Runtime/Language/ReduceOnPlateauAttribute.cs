namespace QuantDsl;

/// <summary>
/// Multiplies the learning rate by a factor when the loss has not got better for some epochs (PyTorch's <c>ReduceLROnPlateau</c>): the loss
/// on the validation set or, without one, that of training. It counts within a run, a resumed one included.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ReduceOnPlateauAttribute : Attribute
{
    /// <summary>The factor of each reduction, above 0 and below 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>Number of epochs that may pass without a better loss, at least 0; the rate falls after one more.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>A loss is better if it is less than the best by this part of it, at least 0 and below 1.</summary>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>Number of epochs after a reduction that do not count, at least 0.</summary>
    public int Cooldown { get; init; }
}
