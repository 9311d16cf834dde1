using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A whole vector, or the part of it that is left at an end. Where the count is the constant of a whole vector, the choice is the
/// compiler's.
/// </summary>
internal static unsafe class LaneAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(float* source, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        count == TLanes.Count ? TLanes.Load(source) : TLanes.LoadPart(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes lanes, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (count == TLanes.Count)
            TLanes.Store(lanes, target);
        else
            TLanes.StorePart(lanes, target, count);
    }
}
