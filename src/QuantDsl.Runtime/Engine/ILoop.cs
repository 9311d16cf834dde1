using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The body of a loop over samples, shards, panels or whatever a kernel's work is cut into. Threads take units in any order. Implemented by
/// generated structs, so that the call binds statically.
/// </summary>
/// <typeparam name="TNetwork">The generated network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILoop<in TNetwork>
{
    /// <summary>Does one unit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="unit">Number of the unit, from 0.</param>
    /// <param name="thread">Number of the thread among those that share the loop, from 0.</param>
    static abstract void Run(TNetwork network, Workspace w, int unit, int thread);
}
