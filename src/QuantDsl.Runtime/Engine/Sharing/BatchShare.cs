namespace QuantDsl.CompilerServices;

/// <summary>
/// The part of a minibatch that one of several processes takes: its share of the eight shards of <see cref="BatchShards"/>, which follow
/// each other. Process r of R sums a subtree of the tree of shards, so the sums of processes are combined by what is left of the tree.
/// </summary>
/// <param name="batch">The declared batch.</param>
/// <param name="samples">Samples of the whole minibatch.</param>
/// <param name="ranks">Processes, a power of two up to the number of shards.</param>
internal readonly struct BatchShare(int batch, int samples, int ranks)
{
    private readonly BatchShards _shards = new(batch, samples);
    private readonly int _shardsOfRank = BatchShards.Count / ranks;

    /// <summary>The first sample of a process; the one after the last, for the number of processes.</summary>
    public int Start(int rank) => rank == ranks ? samples : _shards.Start(rank * _shardsOfRank);

    /// <summary>Samples of some processes that follow each other.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public int Count(int first, int count) => Start(first + count) - Start(first);
}
