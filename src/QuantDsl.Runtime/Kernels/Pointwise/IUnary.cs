namespace QuantDsl.CompilerServices;

/// <summary>A function of one number.</summary>
internal interface IUnary
{
    static abstract TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;
}
