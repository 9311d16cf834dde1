using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// f(x) = x·Φ(x) with the normal distribution Φ; f′(x) = Φ(x) + x·φ(x). The exact function, not the approximation by tanh. NaN stays, so
/// that a loss shows it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Gelu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x * NormalDistribution.Of(x, out _);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes distribution = NormalDistribution.Of(x, out TLanes density);
        return TLanes.MultiplyAdd(x, density, distribution) * outputGradient;
    }
}
