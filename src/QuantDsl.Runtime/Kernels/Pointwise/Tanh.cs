using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>f(x) = tanh x, with f′ = 1 − f². NaN stays, so that a loss shows it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tanh : IOutputActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => HyperbolicTangent.Of(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> => GradientFromOutput(HyperbolicTangent.Of(x), outputGradient);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes GradientFromOutput<TLanes>(TLanes y, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(TLanes.Zero - y, y, TLanes.Broadcast(1f)) * outputGradient;
}
