namespace QuantDsl.CompilerServices;

/// <summary>What each sample adds to a sum of its own for each channel.</summary>
internal interface ISampleTerms
{
    /// <summary>The terms of a sample for the channels from <paramref name="channel"/> on.</summary>
    TLanes Of<TLanes>(int sample, nint channel, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>;
}
