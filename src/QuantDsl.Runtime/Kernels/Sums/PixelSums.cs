using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Sums over the pixels of a sample, row by row.</summary>
internal static unsafe class PixelSums
{
    /// <summary>Σ x of the channels from <paramref name="channel"/> on, starting from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(in ImageBatch x, int sample, int channel, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Zero;
        int channels = x.Geometry.Channels;
        for (int row = 0; row < x.Geometry.Height; row++)
        {
            float* pixel = x.Row(sample, row) + channel;
            for (float* end = pixel + x.Geometry.RowLength; pixel < end; pixel += channels)
                sum += LaneAccess.Load<TLanes>(pixel, lanes);
        }
        return sum;
    }
}
