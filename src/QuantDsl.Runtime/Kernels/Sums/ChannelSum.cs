using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A sum over the channels of a pixel: sixteen sums side by side, of which sum i takes the channels i, i + 16, i + 32 and so on, then a
/// tree of them. So its bits are the same for each width of a vector.
/// </summary>
internal unsafe struct ChannelSum<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Sums = 16;

    private TLanes _first;
    private TLanes _second;
    private TLanes _third;
    private TLanes _fourth;

    /// <summary>Adds terms; those of lanes that no channel has must be 0.</summary>
    /// <param name="channel">The channel of the first lane, a multiple of the lanes.</param>
    /// <param name="terms">The terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int channel, TLanes terms)
    {
        switch (channel % Sums / TLanes.Count)
        {
            case 0:
                _first += terms;
                break;
            case 1:
                _second += terms;
                break;
            case 2:
                _third += terms;
                break;
            default:
                _fourth += terms;
                break;
        }
    }

    /// <summary>The sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Total()
    {
        float* sums = stackalloc float[Sums];
        TLanes.Store(_first, sums);
        if (TLanes.Count < Sums)
            TLanes.Store(_second, sums + TLanes.Count);
        if (TLanes.Count < Sums / 2)
        {
            TLanes.Store(_third, sums + (2 * TLanes.Count));
            TLanes.Store(_fourth, sums + (3 * TLanes.Count));
        }
        Lanes4 four = Lanes4.Load(sums) + Lanes4.Load(sums + 8) + (Lanes4.Load(sums + 4) + Lanes4.Load(sums + 12));
        Lanes4.Store(four, sums);
        return sums[0] + sums[2] + (sums[1] + sums[3]);
    }
}
