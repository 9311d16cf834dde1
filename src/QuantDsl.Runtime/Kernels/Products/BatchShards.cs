using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How a batch is summed: in 8 shards of consecutive samples, in order within a shard, and the shards by a fixed binary tree,
/// ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). Shards are by the declared batch, so that a smaller one is summed in the same order.
/// </summary>
/// <param name="batch">The declared batch.</param>
/// <param name="samples">Samples that are there.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BatchShards(int batch, int samples)
{
    /// <summary>Number of shards.</summary>
    public const int Count = 8;

    private readonly int _size = (batch + Count - 1) / Count;

    /// <summary>The first sample of a shard.</summary>
    public int Start(int shard) => Math.Min(samples, shard * _size);

    /// <summary>The sample after the last of a shard.</summary>
    public int End(int shard) => Math.Min(samples, (shard + 1) * _size);
}
