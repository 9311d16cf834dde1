namespace QuantDsl;

/// <summary>Over which samples batch normalization normalizes when the processes of a group share a minibatch.</summary>
public enum GroupStatistics
{
    /// <summary>
    /// Over the whole minibatch, as a single process does; each batch normalization waits for all processes, forward and backward.
    /// </summary>
    WholeBatch,

    /// <summary>
    /// Each process over its own samples, which saves those messages. The running statistics move by the mean of what the processes find.
    /// The trained model depends on the number of processes.
    /// </summary>
    PerRank,
}
