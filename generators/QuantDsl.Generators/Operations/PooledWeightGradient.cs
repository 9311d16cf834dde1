using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>
/// ∂W of a convolution whose output a max pooling reads: of each window only the chosen pixel counts, so the gradient of the convolution's
/// output is not needed for it.
/// </summary>
internal static class PooledWeightGradient
{
    /// <summary>Sums of all shards are kept if they are at most so many float32 numbers, a megabyte.</summary>
    private const long MostShardSums = 1 << 18;

    /// <summary>Scratch memory of the product, in float32 numbers for each weight of an output: four sums of 16 outputs.</summary>
    private const long ScratchOfStep = 4 * 16;

    /// <summary>Whether so many weights are summed output by output, and not shard by shard.</summary>
    public static bool IsMadeByOutputs(long weights) => WeightGradient.Shards * weights > MostShardSums;

    /// <summary>Appends the kernels.</summary>
    /// <param name="k">The layer.</param>
    /// <param name="pooled">The gradient of the pooling's output, and what it chose.</param>
    /// <param name="terms">Weights of an output that meet numbers of x side by side.</param>
    /// <param name="steps">All weights of an output.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="isReordered">
    /// Whether weights lie in the order [channel][row][column], and the kernels make [row][column][channel].
    /// </param>
    public static void Call(NodeKernels k, PooledGradient pooled, int terms, int steps, int outputs, bool isReordered)
    {
        var gradient = new Argument.ParameterGradient("weight");
        Value? inner = isReordered ? k.Keep("WeightGradient", new FixedLayout((long)outputs * steps)) : null;
        Argument target = inner is null ? gradient : new Argument.Write(inner);
        Argument[] operands = [new Argument.Read(k.X), new Argument.Read(pooled.Gradient), new Argument.Read(pooled.Chosen), pooled.Window];
        long weights = (long)outputs * steps;
        if (terms >= WeightGradient.Lanes && IsMadeByOutputs(weights))
        {
            k.Call(
                "∂W by chosen pixels", ".PooledWeightGradient", Space.Of("block", ".PooledUnits"),
                [.. operands, target, Argument.Samples, new Argument.Scratch(ScratchOfStep * steps), Argument.Unit]);
        }
        else
        {
            bool isNarrow = terms < WeightGradient.Lanes;
            Value sums = k.Keep("ShardSums", new FixedLayout(WeightGradient.Shards * weights));
            k.Call(
                "∂W of each shard by chosen pixels", isNarrow ? ".SumPooledChannels" : ".SumPooledShards",
                isNarrow ? Space.Shards : Space.Of("part", ".PooledShardUnits"),
                [.. operands, new Argument.Write(sums), Argument.Samples, Argument.Unit]);
            k.Call(
                "∂W, the sum of the shards", isNarrow ? ".AddPooledChannels" : ".AddPooledShards", Space.Once,
                new Argument.Read(sums), target);
        }
        if (inner is not null)
            WeightGradient.Reorder(k, inner, gradient, outputs);
    }
}
