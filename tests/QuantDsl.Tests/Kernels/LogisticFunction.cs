using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

internal readonly struct LogisticFunction : IFunction
{
    public TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Logistic.Of(x);

    public float Of(float x) => Logistic.Of(x);
}
