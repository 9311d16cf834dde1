using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// f(x) = x·min(max(x + 3, 0), 6)/6; f′ is 0 below −3, x/3 + ½ from −3 to 3, and 1 above, as in libtorch. NaN stays, so that a loss shows
/// it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardSwish : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Between(x, TLanes.Zero, x * (x + TLanes.Broadcast(3f)) / TLanes.Broadcast(6f), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes slope = TLanes.MultiplyAdd(x, TLanes.Broadcast(1f / 3), TLanes.Broadcast(0.5f));
        return Between(x, TLanes.Zero, slope, TLanes.Broadcast(1f)) * outputGradient;
    }

    /// <summary>What holds below −3, what from there to 3, and what above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Between<TLanes>(TLanes x, TLanes below, TLanes within, TLanes above)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes three = TLanes.Broadcast(3f);
        TLanes upper = TLanes.Select(TLanes.GreaterThan(x, three), above, within);
        return TLanes.Select(TLanes.GreaterThan(TLanes.Zero - three, x), below, upper);
    }
}
