using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Bits;

/// <summary>A step allocates nothing and touches no new page, in a process of its own, once its code has been compiled.</summary>
public sealed class StepMemoryTests
{
    [LinuxFact]
    public void A_step_takes_no_memory()
    {
        string[] lines = BitsProgram.Lines("memory");

        Assert.Equal(13, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.EndsWith(": 0 bytes allocated, 0 page faults", line));
    }
}
