using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Terms that lie in memory, [samples][channels].</summary>
/// <param name="terms">The first.</param>
/// <param name="stride">Numbers from a sample to the next.</param>
internal readonly unsafe struct StoredTerms(float* terms, nint stride) : ISampleTerms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Of<TLanes>(int sample, nint channel, int lanes)
        where TLanes : unmanaged, ILanes<TLanes> =>
        LaneAccess.Load<TLanes>(terms + (sample * stride) + channel, lanes);
}
