namespace QuantDsl.CompilerServices;

/// <summary>A function of two numbers.</summary>
internal interface IBinary
{
    static abstract TLanes Apply<TLanes>(TLanes left, TLanes right)
        where TLanes : unmanaged, ILanes<TLanes>;
}
