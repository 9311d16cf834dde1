namespace QuantDsl;

/// <summary>
/// Some epochs look one step ahead and correct the step, which takes twice the time.
/// Trains with one-step forward and backtrack (BLAQ; Ma et al., AAAI 2024): each such step takes a trial step, computes the gradient there
/// on the same minibatch, goes back, and takes the real step along a blend of both gradients (eq. 8 and 9). Without this attribute the
/// model trains with plain loss-aware quantization (LAQ).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BacktrackAttribute : Attribute
{
    /// <summary>
    /// The paper's m, at least 1: every m-th epoch takes backtrack steps (epochs count from 1), the others take LAQ steps. With 1, all
    /// epochs backtrack.
    /// </summary>
    public int Period { get; init; } = 5;

    /// <summary>The paper's a, 0 &lt; a &lt; 1: the weight of the current gradient. The trial gradient has the weight 1 − a.</summary>
    public double Blend { get; init; } = 0.6;

    /// <summary>
    /// Whether the moments of the trial gradient are discarded after the step. By default they are blended into Adam's moments with the
    /// same weights as the gradients.
    /// </summary>
    public bool DiscardTrialMoments { get; init; }
}
