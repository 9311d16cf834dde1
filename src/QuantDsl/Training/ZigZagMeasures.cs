namespace QuantDsl;

/// <summary>
/// Measures of how the N weights of one quantized tensor zig-zag, in a step t or in the steps of an epoch, for a model with <see
/// cref="ZigZagAttribute"/>. A step is a LAQ step or a whole backtrack step; trial steps do not count. Here w are the latent weights as
/// stored in float32, b the levels of q = α·b, and g the gradients at q that the update receives, before <see
/// cref="GradientClipAttribute"/>. Sums are in double precision, and their bits do not depend on the number of threads.
/// <para>
/// For an epoch, fractions and cosines are means over the steps that have them, and the largest swing is the maximum over the steps. Step t
/// = 1 has no preceding step, and neither has the first step after a model was loaded or restored; such a step has no sign changes and no
/// cosine of gradients. Checkpoints include what is needed to continue measuring.
/// </para>
/// </summary>
public sealed record ZigZagMeasures
{
    /// <summary>Name of the tensor, for example <c>Conv1.weight</c>.</summary>
    public required string Parameter { get; init; }

    /// <summary>
    /// Fraction of weights whose level b differs from that after step t − 1 (in the first step, from that at construction). It compares
    /// levels rather than q = α·b, so a change of the scale counts only where it changes a level. With two scales the levels are −1, 0 and
    /// 1.
    /// </summary>
    public required double LevelFlips { get; init; }

    /// <summary>max |wₜ − wₜ₋₁|, in units of the latent weights.</summary>
    public required double LargestSwing { get; init; }

    /// <summary>
    /// Fraction of weights whose update reverses its sign, (wₜ − wₜ₋₁)(wₜ₋₁ − wₜ₋₂) &lt; 0. A weight that did not move in one of the two
    /// steps, for example because it stays at ±1, counts as one of the N but not as a sign change. <see langword="null"/> without a
    /// preceding step.
    /// </summary>
    public double? SignChanges { get; init; }

    /// <summary>
    /// Cosine between gₜ and gₜ₋₁, the gradients at the weights at the beginning of steps t and t − 1. <see langword="null"/> without a
    /// preceding step, or if one of the gradients is zero.
    /// </summary>
    public double? GradientCosine { get; init; }

    /// <summary>
    /// Cosine between gₜ and the trial gradient g*ₜ of a backtrack step. <see langword="null"/> in LAQ steps, or if one of the gradients is
    /// zero.
    /// </summary>
    public double? TrialCosine { get; init; }

    /// <summary>The measures as a line, the same in every culture; those that there are.</summary>
    public override string ToString()
    {
        string changes = SignChanges is { } change ? FormattableString.Invariant($", sign changes {change:G4}") : "";
        string gradient = GradientCosine is { } cosine ? FormattableString.Invariant($", gradient cosine {cosine:G4}") : "";
        string trial = TrialCosine is { } other ? FormattableString.Invariant($", trial cosine {other:G4}") : "";
        return FormattableString.Invariant(
            $"{Parameter}: level flips {LevelFlips:G4}, largest swing {LargestSwing:G4}{changes}{gradient}{trial}");
    }
}
