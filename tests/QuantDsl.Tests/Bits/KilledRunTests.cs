using System.Diagnostics;

namespace QuantDsl.Tests.Bits;

/// <summary>A run that is killed without warning, again and again, and goes on from its last checkpoint ends in the bytes of one that was not.</summary>
public sealed class KilledRunTests
{
    [Fact]
    public void Ends_in_the_same_bytes()
    {
        using var whole = new TemporaryFolder();
        using (Process process = BitsProgram.Start(["fit", whole.Path]))
        {
            Assert.Contains("done", process.StandardOutput.ReadToEnd());
            process.WaitForExit();
        }

        using var pieces = new TemporaryFolder();
        int kills = 0;
        string output = "";
        for (; !output.Contains("done", StringComparison.Ordinal); kills += output.Contains("done", StringComparison.Ordinal) ? 0 : 1)
        {
            Assert.True(kills < 50, "the run makes no progress between two kills");
            using Process process = BitsProgram.Start(["fit", pieces.Path], ("QUANTDSL_THREADS", $"{1 + (kills % 3)}"));
            if (kills < 3)
            {
                while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch", StringComparison.Ordinal))
                {
                    // Until something was trained.
                }
                process.Kill();
                process.WaitForExit();
                output = "";
            }
            else
            {
                output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
            }
        }

        Assert.Equal(3, kills);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole.Path, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(pieces.Path, "model.safetensors")));
    }
}
