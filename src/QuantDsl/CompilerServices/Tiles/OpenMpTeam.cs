using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The threads that libtorch's own kernels run on. Just before an update they ran the backward pass, so they are awake; and no second set
/// of threads has to be woken or waited for.
/// </summary>
internal static unsafe class OpenMpTeam
{
    /// <summary>GOMP_parallel of the libgomp that libtorch is linked with; null where its OpenMP is another.</summary>
    private static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Parallel = Find();

    /// <summary>Runs the body once on each of the threads, this one among them, and waits.</summary>
    /// <param name="body">Throws nothing.</param>
    /// <param name="job">Its argument.</param>
    /// <param name="threads">How many threads.</param>
    /// <returns>False if there is no such OpenMP here; nothing has run then.</returns>
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
