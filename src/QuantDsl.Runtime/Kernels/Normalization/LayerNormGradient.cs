using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradients of layer normalization. With ∂ the gradient of γ·x̂ + β, h = γ·∂ and means over the channels of a pixel:
/// ∂x = (1/σ)·(h − mean(h) − x̂·mean(h·x̂)), ∂γ = Σ∂·x̂ and ∂β = Σ∂ over batch and pixels. Mean and σ of a pixel are computed again.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class LayerNormGradient
{
    /// <summary>∂x of some samples, and what each adds to ∂γ and ∂β, over its pixels in order.</summary>
    /// <param name="x">Images before the normalization.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="gamma">γ, [channels].</param>
    /// <param name="beta">β, [channels].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="inputGradient">Receives ∂x, in memory of its own.</param>
    /// <param name="products">Σ∂·x̂, [samples][channels].</param>
    /// <param name="gradients">Σ∂, [samples][channels].</param>
    /// <param name="samples">Which samples.</param>
    public static void Run<TLanes, TActivation>(
        in ImageBatch x,
        in ImageBatch outputGradient,
        float* gamma,
        float* beta,
        float epsilon,
        in ImageBatch inputGradient,
        float* products,
        float* gradients,
        UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        int channels = x.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* product = products + ((nint)sample * channels);
            float* gradient = gradients + ((nint)sample * channels);
            new Span<float>(product, channels).Clear();
            new Span<float>(gradient, channels).Clear();
            for (int row = 0; row < x.Geometry.Height; row++)
            {
                float* source = x.Row(sample, row);
                float* above = outputGradient.Row(sample, row);
                float* target = inputGradient.Row(sample, row);
                for (int column = 0; column < x.Geometry.Width; column++, source += channels, above += channels, target += channels)
                {
                    var pixel = new LayerNormPixel<TLanes>(source, gamma, beta, channels, epsilon);
                    Pixel<TLanes, TActivation>(pixel, channels, above, target, product, gradient);
                }
            }
        }
    }

    private static void Pixel<TLanes, TActivation>(
        in LayerNormPixel<TLanes> pixel, int channels, float* outputGradient, float* inputGradient, float* products, float* gradients)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        ChannelSum<TLanes> sum = default, normalizedSum = default;
        int whole = channels - (channels % TLanes.Count), rest = channels - whole;
        for (int channel = 0; channel < whole; channel += TLanes.Count)
        {
            Sum<TLanes, TActivation>(
                pixel, channel, TLanes.Count, outputGradient, inputGradient, products, gradients, ref sum, ref normalizedSum);
        }
        if (rest > 0)
        {
            Sum<TLanes, TActivation>(
                pixel, whole, rest, outputGradient, inputGradient, products, gradients, ref sum, ref normalizedSum);
        }
        TLanes mean = TLanes.Broadcast(sum.Total() / channels);
        TLanes falling = TLanes.Broadcast(-(normalizedSum.Total() / channels));
        for (int channel = 0; channel < whole; channel += TLanes.Count)
            Finish(pixel, channel, TLanes.Count, mean, falling, inputGradient);
        if (rest > 0)
            Finish(pixel, whole, rest, mean, falling, inputGradient);
    }

    /// <summary>Leaves h where ∂x will be. In lanes that no channel has, ∂ is 0, and so is all that is summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TLanes, TActivation>(
        in LayerNormPixel<TLanes> pixel,
        int channel,
        int lanes,
        float* outputGradient,
        float* inputGradient,
        float* products,
        float* gradients,
        ref ChannelSum<TLanes> sum,
        ref ChannelSum<TLanes> normalizedSum)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        TLanes normalized = pixel.Normalized(channel, lanes);
        TLanes above = LaneAccess.Load<TLanes>(outputGradient + channel, lanes);
        TLanes gradient = TActivation.Gradient(pixel.Shifted(normalized, channel, lanes), above);
        TLanes product = TLanes.MultiplyAdd(gradient, normalized, LaneAccess.Load<TLanes>(products + channel, lanes));
        LaneAccess.Store(product, products + channel, lanes);
        LaneAccess.Store(LaneAccess.Load<TLanes>(gradients + channel, lanes) + gradient, gradients + channel, lanes);
        TLanes scaled = gradient * pixel.Gamma(channel, lanes);
        LaneAccess.Store(scaled, inputGradient + channel, lanes);
        sum.Add(channel, scaled);
        normalizedSum.Add(channel, scaled * normalized);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TLanes>(
        in LayerNormPixel<TLanes> pixel, int channel, int lanes, TLanes mean, TLanes falling, float* inputGradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes centered = LaneAccess.Load<TLanes>(inputGradient + channel, lanes) - mean;
        TLanes result = TLanes.MultiplyAdd(pixel.Normalized(channel, lanes), falling, centered) * pixel.InverseDeviation;
        LaneAccess.Store(result, inputGradient + channel, lanes);
    }
}
