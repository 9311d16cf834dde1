using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

internal readonly struct TanhFunction : IFunction
{
    public TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => HyperbolicTangent.Of(x);

    public float Of(float x) => HyperbolicTangent.Of(x);
}
