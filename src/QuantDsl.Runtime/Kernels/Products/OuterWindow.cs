namespace QuantDsl.CompilerServices;

/// <summary>
/// One or two vectors of a tap's terms. The last vector of a tap ends where the tap ends: it may overlap the one before, and then some
/// terms are computed twice, with the same result. So nothing is read or written past the end.
/// </summary>
internal readonly struct OuterWindow<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>A window of a tap of at least a vector's terms.</summary>
    public OuterWindow(int window, int terms)
    {
        int start = window * 2 * TLanes.Count;
        int left = terms - start;
        HasTwo = left > TLanes.Count;
        Term = HasTwo ? start : terms - TLanes.Count;
        Second = Math.Min(TLanes.Count, left - TLanes.Count);
    }

    /// <summary>The first term.</summary>
    public int Term { get; }

    /// <summary>Whether there are two vectors.</summary>
    public bool HasTwo { get; }

    /// <summary>From the first vector to the second.</summary>
    public int Second { get; }
}
