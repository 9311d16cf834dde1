using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>An activation whose gradient follows from its value alone, so that nobody has to keep x.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IOutputActivation : IActivation
{
    /// <summary>∂x from y = f(x).</summary>
    static abstract TLanes GradientFromOutput<TLanes>(TLanes y, TLanes outputGradient)
        where TLanes : unmanaged, ILanes<TLanes>;
}
