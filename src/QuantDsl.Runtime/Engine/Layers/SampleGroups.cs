namespace QuantDsl.CompilerServices;

/// <summary>
/// How the samples of a recurrent layer are cut into groups. A thread takes a group through all positions, so that no thread waits for
/// another at every position; samples of a group share the weights that are read. Results do not depend on it.
/// </summary>
internal static class SampleGroups
{
    /// <summary>With fewer samples, reading the weights would take longer than multiplying by them.</summary>
    private const int FewestSamples = 6;

    /// <summary>Number of groups: one for each thread, unless there are few samples.</summary>
    public static int Count(int samples, int threads) => Math.Clamp(samples / FewestSamples, 1, threads);

    /// <summary>The samples of a group.</summary>
    public static UnitRange Samples(Workspace w, int group)
    {
        int groups = Count(w.Samples, w.Threads);
        return new UnitRange((int)((long)w.Samples * group / groups), (int)((long)w.Samples * (group + 1) / groups));
    }
}
