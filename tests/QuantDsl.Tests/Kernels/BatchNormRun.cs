using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>What the kernels of batch normalization give for a case.</summary>
internal sealed unsafe class BatchNormRun
{
    private BatchNormRun()
    {
    }

    public required float[] Mean { get; init; }

    /// <summary>Σ(x − mean)².</summary>
    public required float[] Deviation { get; init; }

    public required float[] Moved { get; init; }

    public required float[] Y { get; init; }

    public required float[] InputGradient { get; init; }

    public required float[] GammaGradient { get; init; }

    public required float[] BetaGradient { get; init; }

    /// <summary>All of it, for a comparison of bits.</summary>
    public float[] All => [.. Mean, .. Deviation, .. Moved, .. Y, .. InputGradient, .. GammaGradient, .. BetaGradient];

    /// <summary>Samples and channels are each done in two calls, as two threads would.</summary>
    /// <param name="norm">The case.</param>
    /// <param name="bySamples">Whether features go the way of images, by sums of each sample.</param>
    public static BatchNormRun Of<TLanes, TActivation>(BatchNormCase norm, bool bySamples = false)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation
    {
        ImageShape shape = norm.Shape;
        (int samples, int channels) = (shape.Samples, shape.Channels);
        int halfOfChannels = channels / 2;
        var firstHalf = new UnitRange(0, samples / 2);
        var secondHalf = new UnitRange(samples / 2, samples);
        var shards = new BatchShards(norm.DeclaredBatch, samples);
        bool isDirect = shape.Pixels == 1 && !bySamples;

        using var x = new GuardedImages(shape, norm.X, norm.Border, norm.Room);
        using var y = new GuardedImages(shape, norm.Room, norm.Border);
        using var outputGradient = new GuardedImages(shape, norm.Gradient, norm.Border, norm.Room);
        using var inputGradient = new GuardedImages(shape, norm.Room, norm.Border);
        using var gamma = new GuardedMemory<float>(norm.Gamma);
        using var beta = new GuardedMemory<float>(norm.Beta);
        using var running = new GuardedMemory<float>(norm.Running);
        using var moved = new GuardedMemory<float>(norm.Running.Length);
        using var first = new GuardedMemory<float>(samples * channels);
        using var second = new GuardedMemory<float>(samples * channels);
        using var mean = new GuardedMemory<float>(channels);
        using var deviation = new GuardedMemory<float>(channels);
        using var inverse = new GuardedMemory<float>(channels);
        using var scale = new GuardedMemory<float>(channels);
        using var shift = new GuardedMemory<float>(channels);
        using var gammaGradient = new GuardedMemory<float>(channels);
        using var betaGradient = new GuardedMemory<float>(channels);
        var forward = new BatchNormChannels(mean.Data, inverse.Data, scale.Data, shift.Data);

        if (isDirect)
        {
            nint stride = x.Geometry.SampleStride;
            BatchMoments.Combine<TLanes>(x.Batch.Data, null, stride, 1, halfOfChannels, shards, mean.Data, deviation.Data);
            Combine(x.Batch.Data + halfOfChannels, null, stride);
        }
        else
        {
            BatchMoments.OfSamples<TLanes>(x.Batch, first.Data, second.Data, secondHalf);
            BatchMoments.OfSamples<TLanes>(x.Batch, first.Data, second.Data, firstHalf);
            BatchMoments.Combine<TLanes>(
                first.Data, second.Data, channels, shape.Pixels, halfOfChannels, shards, mean.Data, deviation.Data);
            Combine(first.Data + halfOfChannels, second.Data + halfOfChannels, channels);
            _ = (first.Written(), second.Written());
        }

        BatchNormScale.FromBatch<TLanes>(
            deviation.Data, norm.Numbers, gamma.Data, beta.Data, BatchNormCase.Epsilon, channels, forward);
        BatchNormScale.MoveRunning<TLanes>(
            mean.Data, deviation.Data, norm.Numbers, BatchNormCase.Momentum, running.Data, moved.Data, channels, channels);
        ScaleShift.Forward<TLanes, TActivation>(x.Batch, scale.Data, shift.Data, y.Batch, secondHalf);
        ScaleShift.Forward<TLanes, TActivation>(x.Batch, scale.Data, shift.Data, y.Batch, firstHalf);
        _ = (inverse.Written(), scale.Written(), shift.Written());

        using var sum = new GuardedMemory<float>(channels);
        using var product = new GuardedMemory<float>(channels);
        if (isDirect)
        {
            NormalizationSums.OfFeatures<TLanes, TActivation>(x.Batch, outputGradient.Batch, forward, shards, sum.Data, product.Data);
        }
        else
        {
            NormalizationSums.OfSamples<TLanes, TActivation>(
                x.Batch, outputGradient.Batch, forward, first.Data, second.Data, secondHalf);
            NormalizationSums.OfSamples<TLanes, TActivation>(x.Batch, outputGradient.Batch, forward, first.Data, second.Data, firstHalf);
            ShardedSum.Run<TLanes>(first.Data, channels, halfOfChannels, shards, sum.Data);
            ShardedSum.Run<TLanes>(first.Data + halfOfChannels, channels, channels - halfOfChannels, shards, sum.Data + halfOfChannels);
            ShardedSum.Run<TLanes>(second.Data, channels, channels, shards, product.Data);
        }
        _ = (sum.Written(), product.Written());
        NormalizationGradient.Parameters<TLanes>(
            sum.Data, product.Data, norm.Numbers, inverse.Data, channels, gammaGradient.Data, betaGradient.Data);
        NormalizationGradient.Input<TLanes, TActivation>(
            x.Batch, outputGradient.Batch, forward, sum.Data, product.Data, inputGradient.Batch, secondHalf);
        NormalizationGradient.Input<TLanes, TActivation>(
            x.Batch, outputGradient.Batch, forward, sum.Data, product.Data, inputGradient.Batch, firstHalf);

        return new BatchNormRun
        {
            Mean = mean.Written(),
            Deviation = deviation.Written(),
            Moved = moved.Written(),
            Y = y.Written(),
            InputGradient = inputGradient.Written(),
            GammaGradient = gammaGradient.Written(),
            BetaGradient = betaGradient.Written(),
        };

        void Combine(float* means, float* deviations, nint stride) => BatchMoments.Combine<TLanes>(
            means,
            deviations,
            stride,
            shape.Pixels,
            channels - halfOfChannels,
            shards,
            mean.Data + halfOfChannels,
            deviation.Data + halfOfChannels);
    }
}
