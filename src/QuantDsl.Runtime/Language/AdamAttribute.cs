namespace QuantDsl;

/// <summary>The Adam moments behind both the latent step and the curvature D = (√v̂ + ε)/η of the quantizer.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AdamAttribute : Attribute
{
    /// <summary>Learning rate η of the first epoch.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Decay β₁ of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay β₂ of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Term ε added to √v̂.</summary>
    public double Epsilon { get; init; } = 1e-8;
}
