using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>f(x) = x·σ(x) with the logistic function σ; f′(x) = σ(x)·(1 + x·(1 − σ(x))). NaN stays, so that a loss shows it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Silu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x * Logistic.Of(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        TLanes sigmoid = Logistic.Of(x);
        return TLanes.MultiplyAdd(x, one - sigmoid, one) * sigmoid * outputGradient;
    }
}
