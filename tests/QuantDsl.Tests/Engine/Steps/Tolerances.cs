namespace QuantDsl.Tests.Engine;

/// <summary>
/// How far float32 may be from the float64 reference, relative to the largest value of each tensor. Half an ulp of float32 is 6e-8, a
/// forward and backward pass sums up to some hundred products, and 20 steps feed the result back: measured over every case and rule that
/// gives 1e-6 (loss, scales, statistics) to 1e-5 (moments and steps along small gradients). These are about four times the worst, for other
/// machines sum in another order. A wrong constant or sign is at least ten times larger. Nothing here would survive a level on the other
/// side of a tie or an Adam step along a gradient that is mathematically zero; the seeds of <see cref="StepCases"/> avoid both.
/// </summary>
internal static class Tolerances
{
    public const double Loss = 5e-6;

    public const double Latent = 5e-5;

    /// <summary>Also of the quantized weights.</summary>
    public const double Scale = 2e-6;

    public const double Moment = 5e-5;

    public const double Statistics = 5e-6;

    public const double Prediction = 1e-5;
}
