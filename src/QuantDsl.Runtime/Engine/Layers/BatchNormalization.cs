using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Batch normalization of a layer. Its kernels work on samples; what belongs to the whole batch is done in blocks of channels. In the arena
/// lie for each channel mean, 1/σ, scale, shift and Σ(x − mean)², one row after the other, and in the backward pass the sums that it needs.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class BatchNormalization<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Channels of a block, at most.</summary>
    private const int Block = 64;

    private readonly int _channels;
    private readonly int _pixels;
    private readonly int _batch;
    private readonly BatchNormMemory _memory;
    private readonly float _momentum;
    private readonly float _epsilon;

    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="pixels">Pixels of a sample.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="momentum">Momentum of the running statistics.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="memory">Parameters and statistics.</param>
    public BatchNormalization(int channels, int pixels, int batch, double momentum, double epsilon, BatchNormMemory memory) =>
        (_channels, _pixels, _batch, _momentum, _epsilon, _memory) = (channels, pixels, batch, (float)momentum, (float)epsilon, memory);

    /// <summary>
    /// Blocks of channels. Of a batch that processes share there is one with all of them, so that the processes meet once, on the thread
    /// that waits for the loop.
    /// </summary>
    public int Blocks(Workspace w) => w.Normalized is null ? (_channels + Block - 1) / Block : 1;

    /// <summary>Blocks of channels of a layer that is frozen, of which processes have nothing to share.</summary>
    public int FrozenBlocks => (_channels + Block - 1) / Block;

    /// <summary>The moments of a sample.</summary>
    /// <param name="x">Images.</param>
    /// <param name="moments">[2][samples][channels]: means, then Σ(x − mean)².</param>
    /// <param name="samples">Samples of the minibatch.</param>
    /// <param name="sample">The sample.</param>
    public void SampleMoments(in ImageBatch x, FloatAddress moments, int samples, int sample) =>
        BatchMoments.OfSamples<TLanes>(x, moments, (float*)moments + ((nint)samples * _channels), UnitRange.One(sample));

    /// <summary>The moments of the batch from those of the samples, and what follows from them.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="moments">As <see cref="SampleMoments"/> leaves them.</param>
    /// <param name="channels">Receives what belongs to channels.</param>
    /// <param name="block">Which block.</param>
    public void BatchMomentsOfImages(Workspace w, FloatAddress moments, FloatAddress channels, int block)
    {
        (int first, int count) = Range(w.Normalized, block);
        float* deviations = (float*)moments + ((nint)w.Samples * _channels);
        var shards = new BatchShards(_batch, w.Samples);
        float* mean = channels + first, deviation = (float*)channels + (4 * (nint)_channels) + first;
        BatchMoments.Combine<TLanes>(moments + first, deviations + first, _channels, _pixels, count, shards, mean, deviation);
        Conclude(w, channels, first, count);
    }

    /// <summary>The moments of a batch of features, and what follows from them.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="x">Features.</param>
    /// <param name="channels">Receives what belongs to channels.</param>
    /// <param name="block">Which block.</param>
    public void BatchMomentsOfFeatures(Workspace w, in ImageBatch x, FloatAddress channels, int block)
    {
        (int first, int count) = Range(w.Normalized, block);
        var shards = new BatchShards(_batch, w.Samples);
        float* mean = channels + first, deviation = (float*)channels + (4 * (nint)_channels) + first;
        BatchMoments.Combine<TLanes>(x.Data + first, null, x.Geometry.SampleStride, 1, count, shards, mean, deviation);
        Conclude(w, channels, first, count);
    }

    /// <summary>Scale and shift for a prediction, and for a layer that is frozen.</summary>
    /// <param name="channels">Receives them where a training pass has them.</param>
    /// <param name="block">Which block.</param>
    public void RunningScale(FloatAddress channels, int block)
    {
        (int first, int count) = Range(shared: null, block);
        BatchNormChannels result = Channels(channels, first);
        if (_memory.Folded != null)
        {
            new ReadOnlySpan<float>(_memory.Folded + first, count).CopyTo(new Span<float>(result.Scale, count));
            new ReadOnlySpan<float>(_memory.Folded + _channels + first, count).CopyTo(new Span<float>(result.Shift, count));
            return;
        }
        BatchNormScale.FromRunning<TLanes>(
            _memory.Running + first, _memory.Running + _channels + first, _memory.Gamma + first, _memory.Beta + first, _epsilon, count,
            result.Scale, result.Shift);
    }

    /// <summary>y = f(x·scale + shift) of a sample.</summary>
    public void Normalize<TActivation>(in ImageBatch x, FloatAddress channels, in ImageBatch y, int sample)
        where TActivation : IActivation
    {
        BatchNormChannels forward = Channels(channels, 0);
        ScaleShift.Forward<TLanes, TActivation>(x, forward.Scale, forward.Shift, y, UnitRange.One(sample));
    }

    /// <summary>What a sample adds to the sums of the backward pass.</summary>
    /// <param name="x">Images before the normalization.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="channels">What belongs to channels.</param>
    /// <param name="sums">[2][samples][channels]: Σ∂, then Σ∂·(x − mean).</param>
    /// <param name="samples">Samples of the minibatch.</param>
    /// <param name="sample">The sample.</param>
    public void SampleSums<TActivation>(
        in ImageBatch x, in ImageBatch outputGradient, FloatAddress channels, FloatAddress sums, int samples, int sample)
        where TActivation : IActivation
    {
        BatchNormChannels forward = Channels(channels, 0);
        float* products = (float*)sums + ((nint)samples * _channels);
        NormalizationSums.OfSamples<TLanes, TActivation>(x, outputGradient, forward, sums, products, UnitRange.One(sample));
    }

    /// <summary>∂γ and ∂β from the sums of the samples.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="sums">As <see cref="SampleSums"/> leaves them.</param>
    /// <param name="channels">What belongs to channels.</param>
    /// <param name="means">[2][channels]: receives what <see cref="InputGradient"/> needs.</param>
    /// <param name="gamma">∂γ.</param>
    /// <param name="beta">∂β.</param>
    /// <param name="block">Which block.</param>
    public void ParameterGradientsOfImages(
        Workspace w, FloatAddress sums, FloatAddress channels, FloatAddress means, FloatAddress gamma, FloatAddress beta, int block)
    {
        (int first, int count) = Range(w.Normalized, block);
        var shards = new BatchShards(_batch, w.Samples);
        float* products = (float*)sums + ((nint)w.Samples * _channels);
        ShardedSum.Run<TLanes>(sums + first, _channels, count, shards, means + first);
        ShardedSum.Run<TLanes>(products + first, _channels, count, shards, means + _channels + first);
        Finish(w, channels, means, gamma, beta, first, count);
    }

    /// <summary>∂γ and ∂β of features.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="x">Features before the normalization.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="channels">What belongs to channels.</param>
    /// <param name="means">[2][channels]: receives what <see cref="InputGradient"/> needs.</param>
    /// <param name="gamma">∂γ.</param>
    /// <param name="beta">∂β.</param>
    /// <param name="block">Which block.</param>
    public void ParameterGradientsOfFeatures<TActivation>(
        Workspace w, in ImageBatch x, in ImageBatch outputGradient, FloatAddress channels, FloatAddress means, FloatAddress gamma,
        FloatAddress beta, int block)
        where TActivation : IActivation
    {
        (int first, int count) = Range(w.Normalized, block);
        NormalizationSums.OfFeatures<TLanes, TActivation>(
            Part(x, first, count), Part(outputGradient, first, count), Channels(channels, first), new BatchShards(_batch, w.Samples),
            means + first, means + _channels + first);
        Finish(w, channels, means, gamma, beta, first, count);
    }

    /// <summary>∂x of a sample.</summary>
    public void InputGradient<TActivation>(
        in ImageBatch x, in ImageBatch outputGradient, FloatAddress channels, FloatAddress means, in ImageBatch inputGradient, int sample)
        where TActivation : IActivation =>
        NormalizationGradient.Input<TLanes, TActivation>(
            x, outputGradient, Channels(channels, 0), means, means + _channels, inputGradient, UnitRange.One(sample));

    /// <summary>∂x of a sample where the layer is frozen: mean and variance do not depend on x.</summary>
    public void FrozenInputGradient<TActivation>(
        in ImageBatch x, in ImageBatch outputGradient, FloatAddress channels, in ImageBatch inputGradient, int sample)
        where TActivation : IActivation
    {
        BatchNormChannels forward = Channels(channels, 0);
        ScaleShift.Backward<TLanes, TActivation>(
            x, outputGradient, forward.Scale, forward.Shift, inputGradient, UnitRange.One(sample));
    }

    private static ImageBatch Part(in ImageBatch features, int first, int count) =>
        new(features.Data + first, new ImageGeometry(1, 1, count, count, features.Geometry.SampleStride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BatchNormChannels Channels(float* channels, int first) => new(
        channels + first,
        channels + _channels + first,
        channels + (2 * (nint)_channels) + first,
        channels + (3 * (nint)_channels) + first);

    private static int Samples(Workspace w) => w.Normalized is null ? w.Samples : w.BatchSamples;

    private (int First, int Count) Range(SharedBatch? shared, int block) =>
        shared is null ? (block * Block, Math.Min(Block, _channels - (block * Block))) : (0, _channels);

    private void Conclude(Workspace w, float* channels, int first, int count)
    {
        BatchNormChannels result = Channels(channels, first);
        float* deviation = channels + (4 * (nint)_channels) + first;
        w.Normalized?.Merge<TLanes>(new Span<float>(result.Mean, count), new Span<float>(deviation, count), _pixels);
        int numbers = Samples(w) * _pixels;
        BatchNormScale.FromBatch<TLanes>(deviation, numbers, _memory.Gamma + first, _memory.Beta + first, _epsilon, count, result);
        if (w.MovesStatistics)
        {
            BatchNormScale.MoveRunning<TLanes>(
                result.Mean, deviation, numbers, _momentum, _memory.Running + first, _memory.Moved + first, _channels, count);
        }
    }

    private void Finish(Workspace w, float* channels, float* means, float* gamma, float* beta, int first, int count)
    {
        w.Normalized?.Sum(new Span<float>(means, 2 * _channels)); // of which this is the only block
        NormalizationGradient.Parameters<TLanes>(
            means + first, means + _channels + first, Samples(w) * _pixels, channels + _channels + first, count,
            gamma + first, beta + first);
        if (w.Normalized is not { Rank: > 0 })
            return;
        new Span<float>(gamma, count).Clear(); // they are whole: the sum over the processes takes those of the first
        new Span<float>(beta, count).Clear();
    }
}
