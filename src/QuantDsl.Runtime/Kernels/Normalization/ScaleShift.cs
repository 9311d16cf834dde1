using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The pass of batch normalization over the images: a scale and a shift of each channel, then an activation. The gradient is that of scales
/// and shifts which do not depend on the images.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ScaleShift
{
    /// <summary>y = f(x·scale + shift); y may be x.</summary>
    /// <param name="x">Images.</param>
    /// <param name="scale">[channels].</param>
    /// <param name="shift">[channels].</param>
    /// <param name="y">Images of the same shape.</param>
    /// <param name="samples">Which samples.</param>
    public static void Forward<TLanes, TActivation>(
        in ImageBatch x, float* scale, float* shift, in ImageBatch y, UnitRange samples)
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
                    Pixel<TLanes, TActivation>(source, scale, shift, target, channels);
            }
        }
    }

    /// <summary>∂x = scale·f'(x·scale + shift)·∂y; it may take the place of ∂y or of x.</summary>
    /// <param name="x">Images before the normalization.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="scale">[channels].</param>
    /// <param name="shift">[channels].</param>
    /// <param name="inputGradient">∂x.</param>
    /// <param name="samples">Which samples.</param>
    public static void Backward<TLanes, TActivation>(
        in ImageBatch x, in ImageBatch outputGradient, float* scale, float* shift, in ImageBatch inputGradient, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channels = x.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < x.Geometry.Height; row++)
            {
                float* source = x.Row(sample, row);
                float* above = outputGradient.Row(sample, row);
                float* target = inputGradient.Row(sample, row);
                for (int column = 0; column < x.Geometry.Width; column++)
                {
                    GradientOfPixel<TLanes, TActivation>(source, above, scale, shift, target, channels);
                    source += channels;
                    above += channels;
                    target += channels;
                }
            }
        }
    }

    private static void GradientOfPixel<TLanes, TActivation>(
        float* x, float* outputGradient, float* scale, float* shift, float* inputGradient, int channels)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, channels - channel);
            TLanes factor = LaneAccess.Load<TLanes>(scale + channel, lanes);
            TLanes normalized = TLanes.MultiplyAdd(
                LaneAccess.Load<TLanes>(x + channel, lanes), factor, LaneAccess.Load<TLanes>(shift + channel, lanes));
            TLanes gradient = TActivation.Gradient(normalized, LaneAccess.Load<TLanes>(outputGradient + channel, lanes));
            LaneAccess.Store(gradient * factor, inputGradient + channel, lanes);
        }
    }

    private static void Pixel<TLanes, TActivation>(float* x, float* scale, float* shift, float* y, int channels)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
        {
            TLanes normalized = TLanes.MultiplyAdd(TLanes.Load(x + channel), TLanes.Load(scale + channel), TLanes.Load(shift + channel));
            TLanes.Store(TActivation.Apply(normalized), y + channel);
        }
        int rest = channels - channel;
        if (rest > 0)
        {
            TLanes factor = TLanes.LoadPart(scale + channel, rest);
            TLanes normalized = TLanes.MultiplyAdd(TLanes.LoadPart(x + channel, rest), factor, TLanes.LoadPart(shift + channel, rest));
            TLanes.StorePart(TActivation.Apply(normalized), y + channel, rest);
        }
    }
}
