namespace QuantDsl;

/// <summary>
/// Trains with one-step forward and backtrack (BLAQ): a trial step, the gradient there, and a real step along the blend of both
/// (BLAQ eq. 8 and 9). Without it, plain loss-aware quantization.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BacktrackAttribute : Attribute
{
    /// <summary>The paper's m, in epochs: epochs whose number, from 1, is a multiple of it take backtrack steps. 1: all of them.</summary>
    public int Period { get; init; } = 5;

    /// <summary>The paper's a, 0 &lt; a &lt; 1: weight of the current gradient; 1 − a is the weight of the trial gradient.</summary>
    public double Blend { get; init; } = 0.6;

    /// <summary>
    /// Whether the moments of the trial gradient are forgotten after the step. By default they are blended into the moments like the step itself.
    /// </summary>
    public bool DiscardTrialMoments { get; init; }
}
