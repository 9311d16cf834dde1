using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>Mean and 1/√(variance + ε) of the channels of one pixel, in two passes over them; the variance is the biased one.</summary>
internal readonly unsafe struct PixelMoments
{
    private PixelMoments(float mean, float inverseDeviation) => (Mean, InverseDeviation) = (mean, inverseDeviation);

    public float Mean { get; }

    /// <summary>1/√(variance + ε).</summary>
    public float InverseDeviation { get; }

    private static ReadOnlySpan<float> Ones => [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PixelMoments Of<TLanes>(float* pixel, int channels, float epsilon)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ChannelSum<TLanes> sum = default;
        int whole = channels - (channels % TLanes.Count), rest = channels - whole;
        for (int channel = 0; channel < whole; channel += TLanes.Count)
            sum.Add(channel, TLanes.Load(pixel + channel));
        if (rest > 0)
            sum.Add(whole, TLanes.LoadPart(pixel + whole, rest));
        float mean = sum.Total() / channels;

        ChannelSum<TLanes> squares = default;
        TLanes means = TLanes.Broadcast(mean);
        for (int channel = 0; channel < whole; channel += TLanes.Count)
        {
            TLanes difference = TLanes.Load(pixel + channel) - means;
            squares.Add(channel, difference * difference);
        }
        if (rest > 0)
        {
            TLanes difference = TLanes.LoadPart(pixel + whole, rest) - (means * First<TLanes>(rest));
            squares.Add(whole, difference * difference);
        }
        return new PixelMoments(mean, 1f / MathF.Sqrt((squares.Total() / channels) + epsilon));
    }

    /// <summary>1 in the first lanes, 0 in the others.</summary>
    private static TLanes First<TLanes>(int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.LoadPart((float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Ones)), count); // in the assembly: it does not move
}
