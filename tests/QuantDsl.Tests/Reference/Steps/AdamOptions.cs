namespace QuantDsl.Tests.Reference;

/// <summary>The constants of DESIGN §1; the learning rate is a property of the optimizer because it decays.</summary>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="GradientClip">Gradients are clamped to ± this before they enter the moments.</param>
/// <param name="WeightDecay">λ of AdamW: weights are multiplied by 1 − ηλ before they move.</param>
public sealed record AdamOptions(
    double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double GradientClip = double.PositiveInfinity,
    double WeightDecay = 0);
