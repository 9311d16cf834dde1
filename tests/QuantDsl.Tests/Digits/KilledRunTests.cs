using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Program = global::Digits.Program;

namespace QuantDsl.Tests.Digits;

/// <summary>The sample as a process that is killed, as by a power cut or the kernel that is out of memory.</summary>
[Trait("Category", "Slow")]
public partial class KilledRunTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_run_that_is_killed_again_and_again_saves_the_model_of_one_that_is_not()
    {
        using DigitsFolder folder = new(960, 200);
        Assert.Equal(1, Finish(folder, "whole.safetensors"));
        string[] checkpoint = ["--checkpoint", folder.File("run.checkpoint")];
        foreach (int epochs in new[] { 2, 1, 4, 3 })
        {
            using Process run = Start(folder, "killed.safetensors", checkpoint);
            Watched(run, () =>
            {
                for (int epoch = 0; epoch < epochs; epoch++)
                    Assert.NotNull(NextEpoch(run));
            });
            run.Kill(entireProcessTree: true);
            run.WaitForExit();
            Assert.False(File.Exists(folder.File("killed.safetensors")), "the run came to its end before it was killed");
        }

        // An epoch's row follows its checkpoint. So none of those seen is trained again; of one more before each kill nobody knows.
        Assert.InRange(Finish(folder, "killed.safetensors", checkpoint), 1 + 2 + 1 + 4 + 3, 1 + 3 + 2 + 5 + 4);
        Assert.Equal(File.ReadAllBytes(folder.File("whole.safetensors")), File.ReadAllBytes(folder.File("killed.safetensors")));
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The first epoch that was trained.</returns>
    private static int Finish(DigitsFolder folder, string saved, params string[] more)
    {
        using Process run = Start(folder, saved, more);
        int? first = null;
        Watched(run, () =>
        {
            first = NextEpoch(run);
            run.StandardOutput.ReadToEnd();
        });
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
        return first!.Value;
    }

    /// <summary>Reads to the row of the next epoch; its number, null if the run has ended.</summary>
    private static int? NextEpoch(Process run)
    {
        while (run.StandardOutput.ReadLine() is { } line)
        {
            if (Row().Match(line) is { Success: true } row)
                return int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture);
        }
        return null;
    }

    private static void Watched(Process run, Action read)
    {
        var reading = Task.Run(read);
        if (Task.WhenAny(reading, Task.Delay(Hang)).GetAwaiter().GetResult() != reading)
            run.Kill(entireProcessTree: true);
        reading.GetAwaiter().GetResult();
    }

    private static Process Start(DigitsFolder folder, string saved, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "exec", typeof(Program).Assembly.Location,
            "--data", folder.Path, "--bits", "3", "--epochs", "16", "--save", folder.File(saved), .. more,
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"^\s*(\d+)/16 ")]
    private static partial Regex Row();
}
