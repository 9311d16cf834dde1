using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The sums over a batch that the backward pass of batch normalization needs: Σ∂ and Σ∂·(x − mean) of each channel, where ∂ is the
/// gradient of the normalized value. Of images, each sample is summed by itself and <see cref="ShardedSum"/> adds the samples up.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NormalizationSums
{
    /// <summary>What each sample adds, over its pixels in order.</summary>
    /// <param name="x">Images before the normalization.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="forward">What the forward pass found.</param>
    /// <param name="gradients">Σ∂, [samples][channels].</param>
    /// <param name="products">Σ∂·(x − mean), [samples][channels].</param>
    /// <param name="samples">Which samples.</param>
    public static void OfSamples<TLanes, TActivation>(
        in ImageBatch x,
        in ImageBatch outputGradient,
        in BatchNormChannels forward,
        float* gradients,
        float* products,
        UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channels = x.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* gradient = gradients + ((nint)sample * channels);
            float* product = products + ((nint)sample * channels);
            int channel = 0;
            for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                Sum<TLanes, TActivation>(x, outputGradient, forward, sample, channel, TLanes.Count, gradient + channel, product + channel);
            int rest = channels - channel;
            if (rest > 0)
                Sum<TLanes, TActivation>(x, outputGradient, forward, sample, channel, rest, gradient + channel, product + channel);
        }
    }

    /// <summary>The sums over a batch of features at once; the same bits as by way of the samples.</summary>
    /// <param name="x">Features before the normalization; some of all, for a thread that has a part of them.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="forward">What the forward pass found.</param>
    /// <param name="shards">The batch.</param>
    /// <param name="gradient">Σ∂, [channels].</param>
    /// <param name="product">Σ∂·(x − mean), [channels].</param>
    public static void OfFeatures<TLanes, TActivation>(
        in ImageBatch x, in ImageBatch outputGradient, in BatchNormChannels forward, BatchShards shards, float* gradient, float* product)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channels = x.Geometry.Channels;
        var terms = new NormalizationTerms<TActivation>(x, outputGradient, forward, withDifference: false);
        ShardedSum.Run<TLanes, NormalizationTerms<TActivation>>(terms, channels, shards, gradient);
        terms = new NormalizationTerms<TActivation>(x, outputGradient, forward, withDifference: true);
        ShardedSum.Run<TLanes, NormalizationTerms<TActivation>>(terms, channels, shards, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TLanes, TActivation>(
        in ImageBatch x,
        in ImageBatch outputGradient,
        in BatchNormChannels forward,
        int sample,
        int channel,
        int lanes,
        float* gradients,
        float* products)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        TLanes mean = LaneAccess.Load<TLanes>(forward.Mean + channel, lanes);
        TLanes scale = LaneAccess.Load<TLanes>(forward.Scale + channel, lanes);
        TLanes shift = LaneAccess.Load<TLanes>(forward.Shift + channel, lanes);
        TLanes gradient = TLanes.Zero;
        TLanes product = TLanes.Zero;
        int channels = x.Geometry.Channels;
        for (int row = 0; row < x.Geometry.Height; row++)
        {
            float* value = x.Row(sample, row) + channel;
            float* above = outputGradient.Row(sample, row) + channel;
            for (float* end = value + x.Geometry.RowLength; value < end; value += channels, above += channels)
            {
                var pixel = NormalizedPixel<TLanes>.Of<TActivation>(value, above, mean, scale, shift, lanes);
                gradient += pixel.Gradient;
                product = TLanes.MultiplyAdd(pixel.Gradient, pixel.Difference, product);
            }
        }
        LaneAccess.Store(gradient, gradients, lanes);
        LaneAccess.Store(product, products, lanes);
    }
}
