using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>f(x) = max(0, x), with f′(0) = 0. NaN stays, so that a loss shows it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Relu : IOutputActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Select(IsCutOff(x), TLanes.Zero, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Select(IsCutOff(x), TLanes.Zero, outputGradient);

    /// <summary>y is above 0 where x is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes GradientFromOutput<TLanes>(TLanes y, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> => Gradient(y, outputGradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes IsCutOff<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.GreaterThanOrEqual(TLanes.Zero, x);
}
