using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Threads that work off the tiles of a pass. Implemented by structs, so that the one call per pass binds statically.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe interface IThreadTeam
{
    /// <summary>How many threads there are.</summary>
    int Threads { get; }

    /// <summary>Runs the body once on each of the threads, the calling one among them, and waits.</summary>
    /// <param name="body">Throws nothing.</param>
    /// <param name="job">Its argument.</param>
    /// <param name="threads">How many threads, at least 2.</param>
    void Run(delegate*<void*, void> body, void* job, int threads);
}
