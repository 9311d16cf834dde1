namespace QuantDsl;

/// <summary>How the processes of a group add up gradients and batch statistics.</summary>
public enum GroupSums
{
    /// <summary>In the order of a single process: the trained model has the same bits for any number of processes.</summary>
    Exact,

    /// <summary>
    /// As the group itself adds fastest, for MPI by its own all-reduce. A sum of as many terms as there are processes has another order,
    /// and so another rounding: each differs by a few units in the last place.
    /// </summary>
    Fast,
}
