using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QuantDsl.Native;

/// <summary>
/// How libtorch's OpenMP threads wait for each other. By default they spin for milliseconds, which beside other work costs whole time slices
/// at every join. Measured with LeNet-5 on 2 cores, seconds for two epochs, medians of three interleaved runs: idle 9.0 spinning, 9.1 with a
/// short spin, 9.4 sleeping at once; beside other programs 51, and with short spins 19 to 24.
/// </summary>
internal static partial class OpenMpWaiting
{
    private const string SpinCount = "3000";

    /// <summary>
    /// Makes them spin for microseconds and then sleep, unless <c>OMP_WAIT_POLICY</c> or <c>GOMP_SPINCOUNT</c> is set. Takes effect only
    /// before libgomp is loaded, which reads the native environment that <see cref="Environment.SetEnvironmentVariable(string, string?)"/>
    /// does not change.
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
            // Only speed is lost.
        }
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
