using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The loss of a batch from those of its samples.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MeanLoss
{
    /// <summary>The sum in the order of <see cref="BatchShards"/>, divided.</summary>
    /// <param name="losses">[samples].</param>
    /// <param name="shards">The batch.</param>
    /// <param name="terms">Terms of the mean: the samples, for <see cref="SquaredHingeLoss"/> times the classes.</param>
    public static float Of(float* losses, BatchShards shards, int terms)
    {
        float sum;
        ShardedSum.Run<Lanes4>(losses, 1, 1, shards, &sum);
        return sum / terms;
    }
}
