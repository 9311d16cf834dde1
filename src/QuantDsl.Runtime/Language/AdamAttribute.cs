namespace QuantDsl;

/// <summary>
/// Settings of Adam (Kingma and Ba, 2015). Its moments determine the step of the latent weights and the diagonal curvature D = (√v̂ + ε)/η
/// that the quantizer weights its error with (LAQ, Section 3).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AdamAttribute : Attribute
{
    /// <summary>Learning rate η of the first epoch, positive.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Decay rate β₁ of the first moment, 0 ≤ β₁ &lt; 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay rate β₂ of the second moment, 0 ≤ β₂ &lt; 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, positive; added to √v̂.</summary>
    public double Epsilon { get; init; } = 1e-8;
}
