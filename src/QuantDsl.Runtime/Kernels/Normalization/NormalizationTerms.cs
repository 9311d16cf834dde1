using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// What a sample of features adds to Σ∂ and Σ∂·(x − mean), where ∂ is the gradient of the normalized value: computed where it is summed,
/// without a place in memory.
/// </summary>
/// <param name="x">Features before the normalization.</param>
/// <param name="outputGradient">∂y.</param>
/// <param name="forward">What the forward pass found.</param>
/// <param name="withDifference">Whether the terms are those of the second sum.</param>
internal readonly unsafe struct NormalizationTerms<TActivation>(
    ImageBatch x, ImageBatch outputGradient, BatchNormChannels forward, bool withDifference) : ISampleTerms
    where TActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Of<TLanes>(int sample, nint channel, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var pixel = NormalizedPixel<TLanes>.Of<TActivation>(
            x.Row(sample, 0) + channel,
            outputGradient.Row(sample, 0) + channel,
            LaneAccess.Load<TLanes>(forward.Mean + channel, lanes),
            LaneAccess.Load<TLanes>(forward.Scale + channel, lanes),
            LaneAccess.Load<TLanes>(forward.Shift + channel, lanes),
            lanes);
        return withDifference ? pixel.Gradient * pixel.Difference : pixel.Gradient;
    }
}
