namespace QuantDsl;

/// <summary>
/// Processes that train a model together, each on its part of every minibatch; see <see cref="FitOptions.Group"/>. The package
/// <c>QuantDsl.Mpi</c> has the group of the processes that <c>mpirun</c> starts. All members of a group call the methods in the same order.
/// </summary>
public interface ITrainingGroup
{
    /// <summary>Number of this process among those of the group, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of processes of the group.</summary>
    int Size { get; }

    /// <summary>Where this process runs, for messages; for example the name of its machine.</summary>
    string Place { get; }

    /// <summary>
    /// Sends bytes to another process and receives bytes from it; both may be large, and neither waits for the other in vain.
    /// </summary>
    /// <param name="partner">Rank of the other process, which calls this method with the rank of this one.</param>
    /// <param name="sent">What the other receives.</param>
    /// <param name="received">Receives what the other sends, as long as that.</param>
    void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received);

    /// <summary>Tells all processes what each has to say.</summary>
    /// <param name="own">What this process says; the lengths may differ.</param>
    /// <returns>What each process says, in the order of ranks.</returns>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own);

    /// <summary>
    /// Replaces values by their sums over all processes, in whatever order is the fastest; all processes get the same. Used with <see
    /// cref="GroupSums.Fast"/> only.
    /// </summary>
    /// <param name="values">As many in each process.</param>
    void Sum(Span<float> values);

    /// <summary>Ends all processes of the group with an error, because this one cannot go on.</summary>
    /// <param name="message">What has happened, for the user.</param>
    void Abort(string message);
}
