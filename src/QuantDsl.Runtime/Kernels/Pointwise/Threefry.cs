using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Threefry-2x32: a random function of a key and a counter of 64 bits each, from additions, rotations and exclusive ors alone (Salmon, Moraes,
/// Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, 2011), with 13 rounds, the fewest with which its authors know of no statistical flaw.
/// </summary>
internal static class Threefry
{
    private const int Parity = 0x1BD11BDA;

    /// <summary>Words of the key, of the counter, then of the result, as whole numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes First, TLanes Second) Of<TLanes>(ulong key, TLanes first, TLanes second)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int lowKey = (int)key;
        int highKey = (int)(key >> 32);
        int parity = Parity ^ lowKey ^ highKey;
        first = TLanes.AddInt32(first, TLanes.BroadcastInt32(lowKey));
        second = TLanes.AddInt32(second, TLanes.BroadcastInt32(highKey));
        EvenRounds(ref first, ref second);
        Inject(ref first, ref second, highKey, parity + 1);
        OddRounds(ref first, ref second);
        Inject(ref first, ref second, parity, lowKey + 2);
        EvenRounds(ref first, ref second);
        Inject(ref first, ref second, lowKey, highKey + 3);
        Round(ref first, ref second, 17);
        return (first, second);
    }

    /// <summary>For one counter, whose first word is its lower half.</summary>
    public static ulong Of(ulong key, ulong counter)
    {
        (Lanes4 first, Lanes4 second) = Of(key, Lanes4.BroadcastInt32((int)counter), Lanes4.BroadcastInt32((int)(counter >> 32)));
        return BitConverter.SingleToUInt32Bits(FirstLane.Of(first)) | ((ulong)BitConverter.SingleToUInt32Bits(FirstLane.Of(second)) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvenRounds<TLanes>(ref TLanes first, ref TLanes second)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Round(ref first, ref second, 13);
        Round(ref first, ref second, 15);
        Round(ref first, ref second, 26);
        Round(ref first, ref second, 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OddRounds<TLanes>(ref TLanes first, ref TLanes second)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Round(ref first, ref second, 17);
        Round(ref first, ref second, 29);
        Round(ref first, ref second, 16);
        Round(ref first, ref second, 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes>(ref TLanes first, ref TLanes second, int rotation)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        first = TLanes.AddInt32(first, second);
        second = TLanes.RotateLeftInt32(second, rotation) ^ first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inject<TLanes>(ref TLanes first, ref TLanes second, int firstWord, int secondWord)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        first = TLanes.AddInt32(first, TLanes.BroadcastInt32(firstWord));
        second = TLanes.AddInt32(second, TLanes.BroadcastInt32(secondWord));
    }
}
