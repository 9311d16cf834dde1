using System.Diagnostics;
using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Digits;
using QuantDsl.Tests.Native;
using QuantDsl.Tests.Training;
using QuantDsl.Training;
using Program = global::Digits.Program;

namespace QuantDsl.Tests.Newcomer;

/// <summary>
/// D9: SIGTERM and SIGHUP end a run as Ctrl-C does, with a checkpoint. What killed processes leave is swept up by whoever writes next
/// (AbandonedFileTests).
/// </summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    public void The_first_one_cancels_and_the_second_is_left_to_the_system(PosixSignal signal)
    {
        var notes = new StringWriter { NewLine = "\n" };
        using TrainingSession session = Runs.Start(display: ProgressDisplay.Silent(notes));
        PosixSignalContext first = new(signal), second = new(signal);

        session.Interruption.OnInterrupt(first);
        session.Interruption.OnInterrupt(second);

        Assert.Equal((true, false, true), (first.Cancel, second.Cancel, session.IsCancelled));
        Assert.Equal($"stopping after this step, because of {signal}; a second one ends at once\n", notes.ToString());
    }

    [LinuxTheory]
    [Trait("Category", "Slow")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_process_that_gets_one_saves_its_checkpoint_and_its_model(string signal)
    {
        using DigitsFolder folder = new(320, 100);
        (int code, string output) = Run(folder, signal, "");

        Assert.Equal(Program.Interrupted, code);
        Assert.Contains("stopped after ", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("model.safetensors")), output);
        Assert.True(File.Exists(folder.File("run.checkpoint")), output);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, ".quantdsl-*.tmp"));
    }

    /// <summary>A run whose terminal may be closed, since the user has said so, goes on.</summary>
    [LinuxFact]
    [Trait("Category", "Slow")]
    public void A_SIGHUP_that_is_ignored_stays_ignored()
    {
        using DigitsFolder folder = new(320, 100);
        (int code, string output) = Run(folder, "HUP", "trap '' HUP; ", epochs: 3);

        Assert.Equal(Program.Success, code);
        Assert.DoesNotContain("stopped after ", output, StringComparison.Ordinal);
    }

    /// <summary>Trains, sends the signal after the first epoch, and waits for the end.</summary>
    private static (int Code, string Output) Run(DigitsFolder folder, string signal, string before, int epochs = 5000)
    {
        string command = $"{before}exec dotnet exec '{typeof(Program).Assembly.Location}' --data '{folder.Path}' --bits 3 "
            + $"--epochs {epochs} --save '{folder.File("model.safetensors")}' --checkpoint '{folder.File("run.checkpoint")}' 2>&1";
        using Process run = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        string output = "";
        while (run.StandardOutput.ReadLine() is { } line)
        {
            output += line + "\n";
            if (line.TrimStart().StartsWith("1/", StringComparison.Ordinal))
                break;
        }
        using (var kill = Process.Start("kill", [$"-{signal}", $"{run.Id}"]))
            kill.WaitForExit();
        Task<string> rest = run.StandardOutput.ReadToEndAsync();
        if (!run.WaitForExit(TimeSpan.FromMinutes(2)))
            run.Kill(entireProcessTree: true);
        output += rest.GetAwaiter().GetResult();
        return (run.ExitCode, output);
    }
}
