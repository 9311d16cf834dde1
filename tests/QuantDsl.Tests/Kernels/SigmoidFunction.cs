using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

internal readonly struct SigmoidFunction : IFunction
{
    public TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Sigmoid.Of(x);

    public float Of(float x) => Sigmoid.Of(x);
}
