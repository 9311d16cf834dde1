namespace QuantDsl;

/// <summary>
/// How the N weights of one quantized tensor moved in a step t of a model with <see cref="ZigZagAttribute"/>, or in the steps of an epoch.
/// A step is a LAQ step or a whole backtrack step; trials are no steps. w are latent weights as stored in float32, b the levels of q = α·b,
/// g the gradients at q that the update received, before <see cref="GradientClipAttribute"/>. Sums are kept in double, and no bit depends
/// on the number of threads.
/// <para>
/// In an epoch shares and cosines are means over the steps that have them, and the largest swing is that of any step. Step t = 1, and the
/// first one after a model was loaded or set back, has no step before it: no sign changes and no cosine of gradients. A checkpoint keeps
/// them.
/// </para>
/// </summary>
public sealed record ZigZagMeasures
{
    /// <summary>Name of the tensor, such as <c>Conv1.weight</c>.</summary>
    public required string Parameter { get; init; }

    /// <summary>
    /// Share of weights whose level b differs from that after step t − 1 (in the first step: from that at construction). Levels, not q =
    /// α·b: a scale that moves flips only what it puts on another level. With two scales the levels are −1, 0 and 1.
    /// </summary>
    public required double LevelFlips { get; init; }

    /// <summary>max |wₜ − wₜ₋₁|, in units of latent weight.</summary>
    public required double LargestSwing { get; init; }

    /// <summary>
    /// Share of weights with (wₜ − wₜ₋₁)(wₜ₋₁ − wₜ₋₂) &lt; 0: one that did not move in one of both steps, such as a weight that stays at
    /// ±1, is among the N but did not change. <see langword="null"/> without a step before.
    /// </summary>
    public double? SignChanges { get; init; }

    /// <summary>
    /// Cosine between gₜ and gₜ₋₁, the gradients at the weights that steps t and t − 1 began with. <see langword="null"/> without a step
    /// before, and where one of them is zero.
    /// </summary>
    public double? GradientCosine { get; init; }

    /// <summary>
    /// Cosine between gₜ and the trial gradient g*ₜ of a backtrack step. <see langword="null"/> in LAQ steps, and where one of them is
    /// zero.
    /// </summary>
    public double? TrialCosine { get; init; }
}
