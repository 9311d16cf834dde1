using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A number for each channel, added to every pixel. Its gradient is the sum of ∂y over samples and pixels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Bias
{
    /// <summary>y = x + bias; y may be x.</summary>
    /// <param name="x">Images.</param>
    /// <param name="bias">[channels].</param>
    /// <param name="y">Images of the same shape.</param>
    /// <param name="samples">Which samples.</param>
    public static void Forward<TLanes>(in ImageBatch x, float* bias, in ImageBatch y, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = x.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < x.Geometry.Height; row++)
            {
                float* source = x.Row(sample, row);
                float* target = y.Row(sample, row);
                for (int column = 0; column < x.Geometry.Width; column++, source += channels, target += channels)
                    Pixel<TLanes>(source, bias, target, channels);
            }
        }
    }

    private static void Pixel<TLanes>(float* source, float* bias, float* target, int channels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            TLanes.Store(TLanes.Load(source + channel) + TLanes.Load(bias + channel), target + channel);
        int rest = channels - channel;
        if (rest > 0)
            TLanes.StorePart(TLanes.LoadPart(source + channel, rest) + TLanes.LoadPart(bias + channel, rest), target + channel, rest);
    }
}
