namespace QuantDsl.Tests.Reference;

/// <summary>One differentiable operation. <see cref="Backward"/> belongs to the <see cref="Forward"/> before it.</summary>
public abstract class NetworkLayer
{
    public virtual IReadOnlyList<NetworkParameter> Parameters => [];

    public abstract NdArray Forward(NdArray input, ForwardMode mode);

    /// <summary>Given ∂ℓ/∂output, adds to the gradients of the parameters and returns ∂ℓ/∂input.</summary>
    public abstract NdArray Backward(NdArray outputGradient);
}
