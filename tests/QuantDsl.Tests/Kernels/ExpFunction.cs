using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

internal readonly struct ExpFunction : IFunction
{
    public TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Exponential.Of(x);

    public float Of(float x) => Exponential.Of(x);
}
