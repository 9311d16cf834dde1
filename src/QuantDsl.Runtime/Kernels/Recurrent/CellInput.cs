using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>What a recurrent cell reads that is not there at the first or the last position.</summary>
internal static unsafe class CellInput
{
    /// <summary>What a gate gets in all.</summary>
    /// <param name="sums">What the gates get from x and the bias.</param>
    /// <param name="recurrent">What they get from the state before; null: nothing.</param>
    /// <param name="place">The first unit of the gate.</param>
    /// <param name="lanes">Number of units.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sum<TLanes>(float* sums, float* recurrent, int place, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = LaneAccess.Load<TLanes>(sums + place, lanes);
        return recurrent == null ? sum : sum + LaneAccess.Load<TLanes>(recurrent + place, lanes);
    }

    /// <summary>Some numbers; zeros where there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadOrZero<TLanes>(float* numbers, int place, int lanes)
        where TLanes : unmanaged, ILanes<TLanes> =>
        numbers == null ? TLanes.Zero : LaneAccess.Load<TLanes>(numbers + place, lanes);
}
