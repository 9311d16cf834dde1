using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The OpenMP threads on which libtorch's kernels run. They have just run the backward pass when an update begins, so they are still awake,
/// and no second set of threads competes with them.
/// </summary>
internal static unsafe class OpenMpTeam
{
    /// <summary>GOMP_parallel of the libgomp that libtorch is linked with; null if libtorch uses a different OpenMP.</summary>
    private static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Parallel = Find();

    /// <summary>Runs the body once on each thread, including this one, and waits for all of them.</summary>
    /// <param name="body">The function to run; it must not throw.</param>
    /// <param name="job">Its argument.</param>
    /// <param name="threads">Number of threads.</param>
    /// <returns>False if libgomp is not available; nothing was run in that case.</returns>
    public static bool TryRun(delegate*<void*, void> body, void* job, int threads)
    {
        if (Parallel is null)
            return false;
        var region = new Region { Body = body, Job = job };
        Parallel(&Enter, &region, (uint)threads, 0);
        return true;
    }

    [UnmanagedCallersOnly]
    private static void Enter(void* region) => ((Region*)region)->Body(((Region*)region)->Job);

    private static delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Find()
    {
        // By the handle of TorchSharp's library the search goes through all that it is linked with, libgomp among them.
        bool isThere = NativeLibrary.TryGetExport(TorchLibrary.Handle, "GOMP_parallel", out nint address);
        return (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)(isThere ? address : 0);
    }

    private struct Region
    {
        public delegate*<void*, void> Body;
        public void* Job;
    }
}
