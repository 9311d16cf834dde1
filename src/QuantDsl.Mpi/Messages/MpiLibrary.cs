using System.Reflection;
using System.Runtime.InteropServices;

namespace QuantDsl.Messages;

/// <summary>The MPI library of the system, found once.</summary>
internal static class MpiLibrary
{
    /// <summary>The name by which <see cref="MpiFunctions"/> import from it.</summary>
    public const string Name = "QuantDsl.Mpi.Library";

    /// <summary>Environment variable: the library to use, a file name or a full path.</summary>
    public const string Variable = "QUANTDSL_MPI";

    private static readonly string[] OpenMpi = ["libmpi.so.40", "libmpi.40.dylib"];

    // The soname on which MPICH, Intel MPI and others have agreed; Debian's MPICH has a name of its own.
    private static readonly string[] Mpich = ["libmpi.so.12", "libmpich.so.12", "libmpi.12.dylib", "libmpi.so.0"];

    private static readonly Lazy<nint> Handle = new(Find);

    /// <summary>Loads the library, and has the functions import from it.</summary>
    /// <exception cref="MpiException">There is none.</exception>
    public static nint Load()
    {
        nint library = Handle.Value;
        lock (Handle)
        {
            if (!_isRegistered)
                NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, Resolve);
            _isRegistered = true;
        }
        return library;
    }

    private static bool _isRegistered;

    /// <summary>The files that may be it, the likeliest first.</summary>
    internal static IReadOnlyList<string> Candidates(Func<string, string?> variable) =>
        variable(Variable) is { Length: > 0 } named ? [named]
        : OperatingSystem.IsWindows() ? ["msmpi.dll", "impi.dll"]
        : Launcher.IsOpenMpi(variable) ? [.. OpenMpi, .. Mpich, "libmpi.so"]
        : [.. Mpich, .. OpenMpi, "libmpi.so"];

    private static nint Find()
    {
        IReadOnlyList<string> candidates = Candidates(Environment.GetEnvironmentVariable);
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
                return handle;
        }
        throw new MpiException(
            "This process was started as one of several by MPI, but no MPI library was found: none of "
            + $"{string.Join(", ", candidates)} could be loaded. Install the one that mpirun belongs to (on Debian and Ubuntu: apt-get "
            + $"install openmpi-bin), or name its file in the environment variable {Variable}.");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Name ? Handle.Value : 0;
}
