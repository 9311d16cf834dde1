using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>f(x) = x above 0, slope·x elsewhere, with f′(0) = slope. NaN stays, so that a loss shows it.</summary>
/// <typeparam name="TSlope">The slope, between 0 and 1.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LeakyRelu<TSlope> : IOutputActivation
    where TSlope : IConstant
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Scaled(x, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> => Scaled(x, outputGradient);

    /// <summary>y is above 0 where x is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes GradientFromOutput<TLanes>(TLanes y, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes> => Scaled(y, outputGradient);

    /// <summary>The value where x is above 0, slope times the value elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Scaled<TLanes>(TLanes x, TLanes value)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Select(TLanes.GreaterThanOrEqual(TLanes.Zero, x), TLanes.Broadcast(TSlope.Value) * value, value);
}
