using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Layer normalization with an activation: y = f(γ·x̂ + β), x̂ = (x − mean)/σ over the channels of each pixel.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class LayerNormForward
{
    /// <summary>y of some samples.</summary>
    /// <param name="x">Images before the normalization.</param>
    /// <param name="gamma">γ, [channels].</param>
    /// <param name="beta">β, [channels].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="y">Receives the values; may be <paramref name="x"/>.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run<TLanes, TActivation>(
        in ImageBatch x, float* gamma, float* beta, float epsilon, in ImageBatch y, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channels = x.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < x.Geometry.Height; row++)
            {
                float* source = x.Row(sample, row);
                float* target = y.Row(sample, row);
                for (int column = 0; column < x.Geometry.Width; column++, source += channels, target += channels)
                {
                    var pixel = new LayerNormPixel<TLanes>(source, gamma, beta, channels, epsilon);
                    Pixel<TLanes, TActivation>(pixel, channels, target);
                }
            }
        }
    }

    private static void Pixel<TLanes, TActivation>(in LayerNormPixel<TLanes> pixel, int channels, float* y)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            Values<TLanes, TActivation>(pixel, channel, TLanes.Count, y);
        int rest = channels - channel;
        if (rest > 0)
            Values<TLanes, TActivation>(pixel, channel, rest, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Values<TLanes, TActivation>(in LayerNormPixel<TLanes> pixel, int channel, int lanes, float* y)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        TLanes shifted = pixel.Shifted(pixel.Normalized(channel, lanes), channel, lanes);
        LaneAccess.Store(TActivation.Apply(shifted), y + channel, lanes);
    }
}
