using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

internal readonly struct LogFunction : IFunction
{
    public TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Logarithm.Of(x);

    public float Of(float x) => Logarithm.Of(x);
}
