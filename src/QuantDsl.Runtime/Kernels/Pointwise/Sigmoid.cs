using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>f(x) = 1/(1 + e⁻ˣ), with f′ = f·(1 − f). NaN stays, so that a loss shows it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sigmoid : IOutputActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Logistic.Of(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> => GradientFromOutput(Logistic.Of(x), outputGradient);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes GradientFromOutput<TLanes>(TLanes y, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> => (TLanes.Broadcast(1f) - y) * y * outputGradient;
}
