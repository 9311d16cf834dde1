using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>A vector of channels of one pixel in the backward pass of batch normalization with an activation.</summary>
internal readonly unsafe struct NormalizedPixel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private NormalizedPixel(TLanes difference, TLanes gradient)
    {
        Difference = difference;
        Gradient = gradient;
    }

    /// <summary>x − mean.</summary>
    public TLanes Difference { get; }

    /// <summary>
    /// The gradient of the normalized value: ∂y through the activation, whose argument is computed again as the forward pass did.
    /// </summary>
    public TLanes Gradient { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NormalizedPixel<TLanes> Of<TActivation>(
        float* x, float* outputGradient, TLanes mean, TLanes scale, TLanes shift, int lanes)
        where TActivation : IActivation
    {
        TLanes value = LaneAccess.Load<TLanes>(x, lanes);
        TLanes normalized = TLanes.MultiplyAdd(value, scale, shift);
        return new NormalizedPixel<TLanes>(value - mean, TActivation.Gradient(normalized, LaneAccess.Load<TLanes>(outputGradient, lanes)));
    }
}
