using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>A function of the engine.</summary>
internal interface IFunction
{
    TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;

    float Of(float x);
}
