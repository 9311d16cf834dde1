using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QuantDsl.Native;

/// <summary>
/// How libtorch's OpenMP threads wait for each other. By default they spin for milliseconds, which wastes whole time slices at every join
/// if the machine has other work. Measured with LeNet-5 on 2 cores, seconds of the whole program. Idle, two epochs, medians of three
/// interleaved runs: 9.0 spinning, 9.1 with a short spin, 9.4 sleeping at once. Beside two busy loops, one epoch, two interleaved pairs:
/// 11.2 and 10.2 spinning, 9.1 and 7.8 with a short spin. Beside builds and other trainings that spin as well the gap was larger, but that
/// load was not controlled.
/// </summary>
internal static partial class OpenMpWaiting
{
    private const string SpinCount = "3000";

    /// <summary>
    /// Makes the threads spin for microseconds and then sleep, unless <c>OMP_WAIT_POLICY</c> or <c>GOMP_SPINCOUNT</c> is set. Takes effect
    /// only before libgomp is loaded, which reads the native environment that <see cref="Environment.SetEnvironmentVariable(string,
    /// string?)"/> does not change. It affects the whole process, and no other thread may read the native environment meanwhile. It is
    /// therefore called just before libtorch is loaded, and never by a module initializer.
    /// </summary>
    public static void Shorten()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null)
            return;
        try
        {
            _ = SetVariable("GOMP_SPINCOUNT", SpinCount, overwrite: 0);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            // Failure costs only speed.
        }
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
