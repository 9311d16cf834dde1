using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QuantDsl.Native;

/// <summary>
/// How libtorch's OpenMP threads wait for each other. By default they spin, which on a machine with other work costs whole time slices at
/// every join: beside other work on two cores LeNet-5 trained at 1 to 4 steps a second instead of 7 to 12.
/// </summary>
internal static partial class OpenMpWaiting
{
    /// <summary>
    /// Makes them sleep, unless <c>OMP_WAIT_POLICY</c> or <c>GOMP_SPINCOUNT</c> is set. Takes effect before libgomp is loaded only; that
    /// reads the native environment, which <see cref="Environment.SetEnvironmentVariable(string, string?)"/> does not change.
    /// </summary>
    public static void MakePassive()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
            _ = SetVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
