using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The product of a convolution whose channels do not meet, forward or with respect to the input: y[pixel][channel] = Σ over taps in order
/// of x[pixel · stride + offset of the tap][channel] · w[tap][channel], by fused multiply-add from 0, and then sum + bias. Channels are
/// lanes.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TBias">The bias of each channel, or none.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DepthwiseProduct<TLanes, TBias>
    where TLanes : unmanaged, ILanes<TLanes>
    where TBias : struct, IColumnValues
{
    /// <summary>Pixels whose sums are computed at once.</summary>
    private const int TilePixels = 4;

    /// <summary>Computes a sample.</summary>
    /// <param name="shape">Sizes; a tap is a pixel of the kernel, its terms are those of a channel, and columns are channels.</param>
    /// <param name="input">The input of the sample.</param>
    /// <param name="weights">The weights [tap][channel].</param>
    /// <param name="target">The output of the sample.</param>
    /// <param name="bias">The bias.</param>
    public static void Run(in TapShape shape, float* input, float* weights, float* target, TBias bias)
    {
        for (int line = 0; line < shape.Lines; line++)
        {
            float* x = input + ((nint)line * shape.InputLineStride);
            float* y = target + ((nint)line * shape.OutputLineStride);
            int channel = 0;
            for (; channel <= shape.Columns - TLanes.Count; channel += TLanes.Count)
                RunLine(in shape, x + channel, weights + channel, y + channel, bias.Load<TLanes>(channel, TLanes.Count), TLanes.Count);
            int left = shape.Columns - channel;
            if (left > 0)
                RunLine(in shape, x + channel, weights + channel, y + channel, bias.Load<TLanes>(channel, left), left);
        }
    }

    /// <summary>A vector of channels, or the part of one that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunLine(in TapShape shape, float* x, float* weights, float* y, TLanes bias, int channels)
    {
        nint stride = shape.InputPixelStride, outputStride = shape.OutputPixelStride, columns = shape.Columns;
        int pixel = 0, taps = shape.Taps;
        int* offsets = shape.Offsets;
        for (; pixel <= shape.Pixels - TilePixels; pixel += TilePixels)
        {
            TLanes sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero;
            float* w = weights;
            for (int tap = 0; tap < taps; tap++, w += columns)
            {
                float* from = x + offsets[tap];
                TLanes weight = LaneAccess.Load<TLanes>(w, channels);
                sum0 = TLanes.MultiplyAdd(LaneAccess.Load<TLanes>(from, channels), weight, sum0);
                sum1 = TLanes.MultiplyAdd(LaneAccess.Load<TLanes>(from + stride, channels), weight, sum1);
                sum2 = TLanes.MultiplyAdd(LaneAccess.Load<TLanes>(from + (2 * stride), channels), weight, sum2);
                sum3 = TLanes.MultiplyAdd(LaneAccess.Load<TLanes>(from + (3 * stride), channels), weight, sum3);
            }
            LaneAccess.Store(Finish(sum0, bias), y, channels);
            LaneAccess.Store(Finish(sum1, bias), y + outputStride, channels);
            LaneAccess.Store(Finish(sum2, bias), y + (2 * outputStride), channels);
            LaneAccess.Store(Finish(sum3, bias), y + (3 * outputStride), channels);
            x += TilePixels * stride;
            y += TilePixels * outputStride;
        }
        for (; pixel < shape.Pixels; pixel++, x += stride, y += outputStride)
        {
            TLanes sum = TLanes.Zero;
            float* w = weights;
            for (int tap = 0; tap < taps; tap++, w += columns)
                sum = TLanes.MultiplyAdd(LaneAccess.Load<TLanes>(x + offsets[tap], channels), LaneAccess.Load<TLanes>(w, channels), sum);
            LaneAccess.Store(Finish(sum, bias), y, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Finish(TLanes sum, TLanes bias) => TBias.Exist ? sum + bias : sum;
}
