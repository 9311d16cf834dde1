using System.Diagnostics;

namespace QuantDsl.Tests.Training.Groups;

/// <summary>A test that starts processes with mpirun.</summary>
public sealed class MpiFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsThere = new(() =>
    {
        try
        {
            using var mpirun = Process.Start(new ProcessStartInfo("mpirun", ["--version"]) { RedirectStandardOutput = true });
            return mpirun!.StandardOutput.ReadToEnd().Contains("Open MPI", StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public MpiFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !IsThere.Value)
            Skip = "Needs mpirun of Open MPI: apt-get install openmpi-bin libopenmpi-dev.";
    }
}
