using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The mean of each channel over an image.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class GlobalAveragePooling
{
    /// <summary>y = sums over the pixels, row by row, divided by their number.</summary>
    /// <param name="x">Images.</param>
    /// <param name="y">Features.</param>
    /// <param name="samples">Which samples.</param>
    public static void Forward<TLanes>(in ImageBatch x, in ImageBatch y, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = x.Geometry.Channels;
        TLanes pixels = TLanes.Broadcast(x.Geometry.Pixels);
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* target = y.Row(sample, 0);
            int channel = 0;
            for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                TLanes.Store(PixelSums.Of<TLanes>(x, sample, channel, TLanes.Count) / pixels, target + channel);
            int rest = channels - channel;
            if (rest > 0)
                TLanes.StorePart(PixelSums.Of<TLanes>(x, sample, channel, rest) / pixels, target + channel, rest);
        }
    }

    /// <summary>∂x = ∂y divided by the number of pixels, at each of them.</summary>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="inputGradient">∂x.</param>
    /// <param name="samples">Which samples.</param>
    public static void Backward<TLanes>(in ImageBatch outputGradient, in ImageBatch inputGradient, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = inputGradient.Geometry.Channels;
        TLanes pixels = TLanes.Broadcast(inputGradient.Geometry.Pixels);
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* source = outputGradient.Row(sample, 0);
            int channel = 0;
            for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                Fill(TLanes.Load(source + channel) / pixels, inputGradient, sample, channel, TLanes.Count);
            int rest = channels - channel;
            if (rest > 0)
                Fill(TLanes.LoadPart(source + channel, rest) / pixels, inputGradient, sample, channel, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<TLanes>(TLanes gradient, in ImageBatch target, int sample, int channel, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = target.Geometry.Channels;
        for (int row = 0; row < target.Geometry.Height; row++)
        {
            float* pixel = target.Row(sample, row) + channel;
            for (float* end = pixel + target.Geometry.RowLength; pixel < end; pixel += channels)
                LaneAccess.Store(gradient, pixel, lanes);
        }
    }
}
