namespace QuantDsl.CompilerServices;

/// <summary>∂W of a convolution whose output a max pooling reads, from the gradient of what the pooling gives.</summary>
public sealed unsafe partial class Convolution<TLanes, TWeights, TBias>
{
    /// <summary>Units of <see cref="PooledWeightGradient"/>.</summary>
    public int PooledUnits => PooledProduct<TLanes>.Blocks(_shape.Outputs);

    /// <summary>Units of <see cref="SumPooledShards"/>.</summary>
    public int PooledShardUnits => BatchShards.Count * PooledUnits;

    /// <summary>∂W.</summary>
    /// <param name="x">The input.</param>
    /// <param name="pooledGradient">The gradient of the pooling's output.</param>
    /// <param name="chosen">Which place of each window the pooling chose.</param>
    /// <param name="window">The window of the pooling.</param>
    /// <param name="target">∂W, [output channel][kernel row][kernel column][input channel].</param>
    /// <param name="samples">Samples.</param>
    /// <param name="scratch">Memory of the thread.</param>
    /// <param name="unit">Which unit.</param>
    public void PooledWeightGradient(
        in ImageBatch x, in ImageBatch pooledGradient, ByteAddress chosen, PoolingWindow window, FloatAddress target, int samples,
        FloatAddress scratch, int unit)
    {
        int* offsets = stackalloc int[_shape.Taps];
        int* places = stackalloc int[window.Kernel * window.Kernel];
        PooledShape shape = Pooled(x, pooledGradient, window, offsets, places);
        PooledProduct<TLanes>.Run(shape, samples, x.Data, pooledGradient.Data, chosen, target, scratch, unit);
    }

    /// <summary>The sums of ∂W over shards of the batch, of a layer with few weights.</summary>
    /// <param name="x">The input.</param>
    /// <param name="pooledGradient">The gradient of the pooling's output.</param>
    /// <param name="chosen">Which place of each window the pooling chose.</param>
    /// <param name="window">The window of the pooling.</param>
    /// <param name="sums">Receives them.</param>
    /// <param name="samples">Samples.</param>
    /// <param name="unit">Which unit.</param>
    public void SumPooledShards(
        in ImageBatch x, in ImageBatch pooledGradient, ByteAddress chosen, PoolingWindow window, FloatAddress sums, int samples, int unit)
    {
        int* offsets = stackalloc int[_shape.Taps];
        int* places = stackalloc int[window.Kernel * window.Kernel];
        PooledShape shape = Pooled(x, pooledGradient, window, offsets, places);
        PooledProduct<TLanes>.SumShard(shape, samples, x.Data, pooledGradient.Data, chosen, sums, unit);
    }

    /// <summary>∂W from these sums.</summary>
    public void AddPooledShards(FloatAddress sums, FloatAddress target)
    {
        int weights = _shape.Outputs * Steps;
        float* from = sums, to = target;
        for (int weight = 0; weight < weights; weight++)
            to[weight] = ShardTree.Sum(from + weight, weights);
    }

    /// <summary>The sums of ∂W over a shard of the batch, of a layer with few input channels.</summary>
    /// <inheritdoc cref="SumPooledShards"/>
    public void SumPooledChannels(
        in ImageBatch x, in ImageBatch pooledGradient, ByteAddress chosen, PoolingWindow window, FloatAddress sums, int samples, int shard)
    {
        int* offsets = stackalloc int[_shape.Taps];
        int* places = stackalloc int[window.Kernel * window.Kernel];
        PooledShape shape = Pooled(x, pooledGradient, window, offsets, places);
        PooledChannels<TLanes>.SumShard(shape, samples, x.Data, pooledGradient.Data, chosen, sums, shard);
    }

    /// <summary>∂W from these sums.</summary>
    public void AddPooledChannels(FloatAddress sums, FloatAddress target) =>
        PooledChannels<TLanes>.AddShards(Outer(default, default, null), sums, target);

    private PooledShape Pooled(in ImageBatch x, in ImageBatch gradient, PoolingWindow window, int* offsets, int* places)
    {
        OuterShape outer = Outer(x, default, offsets);
        PooledShape.WritePlaces(outer, window.Kernel, places);
        return new PooledShape { Convolution = outer, Window = window, Gradient = gradient.Geometry, Places = places };
    }
}
