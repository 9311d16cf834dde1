using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradients of batch normalization with batch statistics, from the sums over the batch. With ∂ the gradient of the normalized value,
/// x̂ = (x − mean)/σ and means over the batch: ∂x = (γ/σ)·(∂ − mean(∂) − x̂·mean(∂·x̂)), ∂γ = Σ∂·x̂, ∂β = Σ∂.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NormalizationGradient
{
    /// <summary>∂γ and ∂β, and what <see cref="Input"/> needs of each channel. All are [channels].</summary>
    /// <param name="gradient">Σ∂. It becomes mean(∂).</param>
    /// <param name="product">Σ∂·(x − mean). It becomes mean(∂·x̂)/σ, the slope of what is subtracted along x.</param>
    /// <param name="count">Numbers of a channel in the batch.</param>
    /// <param name="inverseDeviation">1/σ.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="gammaGradient">∂γ.</param>
    /// <param name="betaGradient">∂β.</param>
    public static void Parameters<TLanes>(
        float* gradient, float* product, int count, float* inverseDeviation, int channels, float* gammaGradient, float* betaGradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, channels - channel);
            TLanes numbers = TLanes.Broadcast(count);
            TLanes inverse = LaneAccess.Load<TLanes>(inverseDeviation + channel, lanes);
            TLanes sum = LaneAccess.Load<TLanes>(gradient + channel, lanes);
            TLanes normalizedSum = LaneAccess.Load<TLanes>(product + channel, lanes) * inverse;
            LaneAccess.Store(sum, betaGradient + channel, lanes);
            LaneAccess.Store(normalizedSum, gammaGradient + channel, lanes);
            LaneAccess.Store(sum / numbers, gradient + channel, lanes);
            LaneAccess.Store(normalizedSum / numbers * inverse, product + channel, lanes);
        }
    }

    /// <summary>∂x = scale·((∂ − mean(∂)) − (x − mean)·slope); it may take the place of ∂y or of x.</summary>
    /// <param name="x">Images before the normalization.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="forward">What the forward pass found.</param>
    /// <param name="meanGradient">mean(∂), [channels].</param>
    /// <param name="slope">mean(∂·x̂)/σ, [channels].</param>
    /// <param name="inputGradient">∂x.</param>
    /// <param name="samples">Which samples.</param>
    public static void Input<TLanes, TActivation>(
        in ImageBatch x,
        in ImageBatch outputGradient,
        in BatchNormChannels forward,
        float* meanGradient,
        float* slope,
        in ImageBatch inputGradient,
        UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channels = x.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            int channel = 0;
            for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                Sample<TLanes, TActivation>(x, outputGradient, forward, meanGradient, slope, inputGradient, sample, channel, TLanes.Count);
            int rest = channels - channel;
            if (rest > 0)
                Sample<TLanes, TActivation>(x, outputGradient, forward, meanGradient, slope, inputGradient, sample, channel, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sample<TLanes, TActivation>(
        in ImageBatch x,
        in ImageBatch outputGradient,
        in BatchNormChannels forward,
        float* meanGradient,
        float* slope,
        in ImageBatch inputGradient,
        int sample,
        int channel,
        int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        TLanes mean = LaneAccess.Load<TLanes>(forward.Mean + channel, lanes);
        TLanes scale = LaneAccess.Load<TLanes>(forward.Scale + channel, lanes);
        TLanes shift = LaneAccess.Load<TLanes>(forward.Shift + channel, lanes);
        TLanes average = LaneAccess.Load<TLanes>(meanGradient + channel, lanes);
        TLanes falling = TLanes.Zero - LaneAccess.Load<TLanes>(slope + channel, lanes);
        int channels = x.Geometry.Channels;
        for (int row = 0; row < x.Geometry.Height; row++)
        {
            float* value = x.Row(sample, row) + channel;
            float* above = outputGradient.Row(sample, row) + channel;
            float* target = inputGradient.Row(sample, row) + channel;
            for (float* end = value + x.Geometry.RowLength; value < end; value += channels, above += channels, target += channels)
            {
                var pixel = NormalizedPixel<TLanes>.Of<TActivation>(value, above, mean, scale, shift, lanes);
                TLanes centered = TLanes.MultiplyAdd(pixel.Difference, falling, pixel.Gradient - average);
                LaneAccess.Store(scale * centered, target, lanes);
            }
        }
    }
}
