using System.Diagnostics;
using Program = global::Digits.Program;

namespace QuantDsl.Tests.Digits;

/// <summary>The sample as a process that is killed, as by a power cut or the kernel that is out of memory.</summary>
public class KilledRunTests
{
    private const int Kills = 4;
    private const int Hang = 180_000; // milliseconds

    [Fact]
    public void A_run_that_is_killed_again_and_again_saves_the_model_of_one_that_is_not()
    {
        using DigitsFolder folder = new(960, 200);
        byte[] expected = Whole(folder);
        var random = new Random(7);
        int kills = 0;
        while (true)
        {
            using Process run = Start(folder, "killed.safetensors", "--checkpoint", folder.File("run.checkpoint"));
            // The first one dies wherever it is; the later ones get far enough to make the run advance.
            if (run.WaitForExit(kills < Kills ? random.Next(700, 1800) + (200 * kills) : Hang))
            {
                Assert.Equal(0, run.ExitCode);
                break;
            }
            run.Kill(entireProcessTree: true);
            run.WaitForExit();
            Assert.False(File.Exists(folder.File("killed.safetensors")));
            Assert.True(++kills <= Kills, "the run does not come to its end");
        }
        Assert.True(kills > 0, "the run was too short to be killed");
        Assert.Equal(expected, File.ReadAllBytes(folder.File("killed.safetensors")));
    }

    private static byte[] Whole(DigitsFolder folder)
    {
        using Process run = Start(folder, "whole.safetensors");
        Assert.True(run.WaitForExit(Hang), "the run hangs");
        Assert.Equal(0, run.ExitCode);
        return File.ReadAllBytes(folder.File("whole.safetensors"));
    }

    private static Process Start(DigitsFolder folder, string saved, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet");
        string[] arguments = ["exec", typeof(Program).Assembly.Location, "--data", folder.Path, "--bits", "3", "--epochs", "16", "--save", folder.File(saved)];
        foreach (string argument in arguments.Concat(more))
            start.ArgumentList.Add(argument);
        start.RedirectStandardOutput = true;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
