namespace QuantDsl.Tests.Engine;

/// <summary>
/// How far one step in float32 may be from the step of the float64 reference that starts from the same state. Half an ulp of float32 is
/// <see cref="HalfUlp"/>. What can be derived is: moments, weights and scales are compared within what <see cref="Gradient"/> makes of
/// them. Measured over all cases, rules and seeds, the largest deviations are about a third of these; a wrong constant or sign is at least
/// ten times larger.
/// </summary>
internal static class Tolerances
{
    public const double HalfUlp = 1.0 / (1 << 24);

    /// <summary>Of a loss, relative.</summary>
    public const double Loss = 96 * HalfUlp;

    /// <summary>
    /// Of a gradient, relative to the largest of its tensor: forward and backward pass sum up to some hundred products, in several layers,
    /// and a channel of nearly equal values is divided by a small deviation. It is what a
    /// gradient that is mathematically zero is in float32, too, and Adam makes of it any step up to η: before batch norm, when a ReLU
    /// passes a whole channel, or before cross-entropy, when the quantized weights of one input are equal for all classes.
    /// </summary>
    public const double Gradient = 512 * HalfUlp;

    /// <summary>The same for a tensor whose gradients are all far below those of the network, relative to the largest of these.</summary>
    public const double SmallGradient = HalfUlp;

    /// <summary>How much farther the engine's numbers may be than those of a few passes with noise.</summary>
    public const double TimesNoise = 32;

    /// <summary>Of a value that a few operations make of exact ones: weights, curvature, moments.</summary>
    public const double Element = 8 * HalfUlp;

    /// <summary>
    /// Of values that meet at a kink of ReLU or max pooling, relative to the largest: nearer ones may be ordered otherwise in float32.
    /// </summary>
    public const double Kink = 32 * HalfUlp;

    /// <summary>Of running statistics, relative to the largest of the tensor.</summary>
    public const double Statistics = 8 * HalfUlp;

    /// <summary>Of logits, relative to the largest.</summary>
    public const double Prediction = 64 * HalfUlp;
}
