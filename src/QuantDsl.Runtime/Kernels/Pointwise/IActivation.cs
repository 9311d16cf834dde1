using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A function of one number and its gradient, for a kernel that applies it to what it has in registers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IActivation
{
    /// <summary>f(x).</summary>
    static abstract TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>∂x = f′(x)·∂y.</summary>
    static abstract TLanes Gradient<TLanes>(TLanes x, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes>;
}
