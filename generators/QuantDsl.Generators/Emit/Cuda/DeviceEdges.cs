namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// Which nodes of a pass must have run before which: those that write what a node reads, and, since values follow each other at a place,
/// those that read or write what it overwrites. What follows from other edges is left out.
/// </summary>
internal static class DeviceEdges
{
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<IReadOnlyList<DeviceAccess>> nodes)
    {
        var before = new List<HashSet<int>>(); // of each node all that must have run
        var edges = new List<IReadOnlyList<int>>();
        for (int node = 0; node < nodes.Count; node++)
        {
            var direct = new List<int>();
            HashSet<int> all = [];
            for (int other = node - 1; other >= 0; other--)
            {
                if (all.Contains(other) || !nodes[other].Any(access => nodes[node].Any(access.Meets)))
                    continue;
                direct.Insert(0, other);
                all.Add(other);
                all.UnionWith(before[other]);
            }
            before.Add(all);
            edges.Add(direct);
        }
        return edges;
    }
}
