namespace QuantDsl.Tests.Reference;

/// <summary>One differentiable operation. <see cref="Backward"/> belongs to the <see cref="Forward"/> before it.</summary>
public abstract class NetworkLayer
{
    public virtual IReadOnlyList<NetworkParameter> Parameters => [];

    /// <summary>Keeps it as it is: no step changes its parameters.</summary>
    public virtual void Freeze()
    {
        foreach (NetworkParameter parameter in Parameters) parameter.IsFrozen = true;
    }

    public abstract NdArray Forward(NdArray input, ForwardMode mode);

    /// <summary>Given ∂ℓ/∂output, adds to the gradients of the parameters and returns ∂ℓ/∂input.</summary>
    public abstract NdArray Backward(NdArray outputGradient);
}
