using System.Runtime.Versioning;

namespace QuantDsl.Tests.Native;

/// <summary>Whose environment it is, and from when on: a program that only refers to an assembly with a model is left alone.</summary>
[SupportedOSPlatform("linux")]
public class OpenMpWaitingTests
{
    [LinuxTheory]
    [InlineData(null, null, "unset", "3000")]
    [InlineData("7", null, "7", "7")]
    [InlineData(null, "active", "unset", "unset")]
    public void The_environment_changes_when_libtorch_is_loaded_and_not_before(
        string? spinCount, string? policy, string before, string after)
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.SpinCount, ("GOMP_SPINCOUNT", spinCount), ("OMP_WAIT_POLICY", policy));
        Assert.Contains($"registered {before}\n", child.Output);
        Assert.Contains($"loaded {after}\n", child.Output);
    }
}
