using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The loss of a batch from those of its samples.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MeanLoss
{
    /// <summary>The sums over samples, in the order of <see cref="BatchShards"/>.</summary>
    /// <param name="losses">[samples][positions]; becomes the sums, [positions].</param>
    /// <param name="positions">Positions of a sample.</param>
    /// <param name="shards">The batch.</param>
    public static void AddSamples(float* losses, int positions, BatchShards shards) =>
        ShardedSum.Run<Lanes4>(losses, positions, positions, shards, losses);

    /// <summary>The mean from these sums: of the positions one after the other, divided.</summary>
    /// <param name="losses">As <see cref="AddSamples"/> leaves them.</param>
    /// <param name="positions">Positions of a sample.</param>
    /// <param name="terms">Terms of the mean: the positions of all samples, for <see cref="SquaredHingeLoss"/> times the classes.</param>
    public static float Of(float* losses, int positions, double terms)
    {
        float sum = losses[0];
        for (int position = 1; position < positions; position++)
            sum += losses[position];
        return (float)(sum / terms);
    }
}
