namespace QuantDsl.Tests.Reference;

/// <summary>The constants of DESIGN §1; the learning rate is a property of the optimizer because it decays.</summary>
public sealed record AdamOptions(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);
