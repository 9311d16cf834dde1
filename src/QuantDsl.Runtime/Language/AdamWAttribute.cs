namespace QuantDsl;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019; PyTorch's <c>AdamW</c>), in the place of <see cref="AdamAttribute"/>:
/// w ← clip((1 − ηλ)w − m̂⊘D). It is the latent weights that shrink, before they are clipped to ±1 and quantized; the scale α follows
/// them. Of a backtrack step, trial and result begin with the same shrunken weights. Biases and the γ and β of normalizations do not
/// shrink.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AdamWAttribute : Attribute
{
    /// <summary>Learning rate η of the first epoch, positive.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Decay rate β₁ of the first moment, 0 ≤ β₁ &lt; 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay rate β₂ of the second moment, 0 ≤ β₂ &lt; 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, positive; added to √v̂.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decay λ of the weights, at least 0; ηλ must be below 1.</summary>
    public double WeightDecay { get; init; } = 0.01;
}
