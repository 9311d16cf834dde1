using System.Diagnostics;
using global::Experiments.Runs;
using QuantDsl.Tests.Digits;
using Program = global::Experiments.Program;

namespace QuantDsl.Tests.Experiments;

/// <summary>Real training on few drawn digits.</summary>
[Trait("Category", "Slow")]
public class RunTests
{
    private const string Options = "--network lenet5 --bits 1 --seeds 1 --first-seed 4 --period 2 --jobs 2";
    private static readonly string[] Ids = ["lenet5-1bit-blaq-p2-a0.6-s4", "lenet5-1bit-laq-s4"];

    [Fact]
    public void Killed_runs_go_on_and_end_like_others()
    {
        using DigitsFolder data = new(960, 200);
        using TemporaryFolder whole = new();
        using TemporaryFolder killed = new();
        var uninterrupted = ExperimentsRun.Of(Arguments(data, whole));
        Assert.Equal(("", 0), (uninterrupted.Error, uninterrupted.ExitCode));
        Assert.Equal("2 of 2 runs finished", uninterrupted.OutputLines[^1]);
        Assert.Equal(Ids.Select(id => id + ".jsonl"), whole.Files); // no checkpoint is left

        KillInTheMiddle(data, killed);
        var second = ExperimentsRun.Of(Arguments(data, killed));

        Assert.Equal(("", 0), (second.Error, second.ExitCode));
        Assert.Contains("resumed at epoch ", second.Output);
        Assert.Equal(whole.Files, killed.Files);
        foreach (string id in Ids)
        {
            RunRecord expected = RunReader.Read(whole.File(id + ".jsonl"))!;
            RunRecord found = RunReader.Read(killed.File(id + ".jsonl"))!;
            Assert.Equal(id, found.Header.Id);
            Assert.Equal(expected.Header, found.Header);
            Assert.Equal(expected.Epochs.Select(WithoutTime), found.Epochs.Select(WithoutTime));
            Assert.Equal(expected.Summary! with { TrainingSeconds = 0 }, found.Summary! with { TrainingSeconds = 0 });
        }

        var third = ExperimentsRun.Of(Arguments(data, killed));
        Assert.Equal((0, "2 of 2 runs already finished"), (third.ExitCode, third.OutputLines[^1]));
    }

    [Fact]
    public void A_signal_stops_all_and_says_how_to_go_on()
    {
        using DigitsFolder data = new(960, 200);
        using TemporaryFolder folder = new();
        using Process parent = Start(Arguments(data, folder, epochs: 500));
        Assert.StartsWith("2 runs to do, 2 at a time with ", parent.StandardOutput.ReadLine());
        Assert.Contains("epoch   1/500", parent.StandardOutput.ReadLine());

        using (var kill = Process.Start("kill", ["-TERM", $"{parent.Id}"]))
            kill.WaitForExit();

        string[] rest = parent.StandardOutput.ReadToEnd().TrimEnd('\n').Split('\n');
        parent.WaitForExit();
        Assert.Equal(130, parent.ExitCode);
        Assert.Equal("stopped: 0 of 2 runs finished. Run the same command again to resume the others.", rest[^1]);
        Assert.DoesNotContain(rest, line => line.Contains("failed", StringComparison.Ordinal));
        Assert.Contains(folder.Files, file => file.EndsWith(".checkpoint", StringComparison.Ordinal));
        Assert.DoesNotContain(folder.Files, file => file.EndsWith(".lock", StringComparison.Ordinal)); // the children ended first
    }

    [Fact]
    public void A_run_tells_what_it_is()
    {
        using DigitsFolder data = new(160, 20);
        using TemporaryFolder folder = new();
        folder.Write("lenet5-1bit-discard-p1-a0.6-s0.checkpoint", "of a run whose file was deleted to begin anew");

        var run = ExperimentsRun.Of(
            "run", "--network", "lenet5", "--method", "discard", "--seeds", "1", "--epochs", "1",
            "--period", "1", "--data", data.Path, "--out", folder.Path, "--metrics");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.StartsWith("1 run to do, 1 at a time with ", run.OutputLines[0]);
        Assert.Matches(
            @"^lenet5-1bit-discard-p1-a0\.6-s0  epoch   1/1  backtrack  loss \d\.\d+  validation .* %  test .* %  .* s  about 0 s left$",
            run.OutputLines[1]);
        Assert.Matches("finished, 1 of 1: test .* % at the best validation accuracy, .* % in epoch 1$", run.OutputLines[2]);
        Assert.Contains("on the test set: accuracy ", run.OutputLines[3]);
        RunRecord record = RunReader.Read(folder.File("lenet5-1bit-discard-p1-a0.6-s0.jsonl"))!;
        Assert.Equal(record.Summary!.TestAccuracyAtBestValidation, record.Summary.ClassMetrics!.Accuracy);
        RunHeader header = record.Header;
        Assert.Equal((1, 128, 0.005f), (header.Epochs, header.Batch, header.LearningRate));
        Assert.Equal(
            (133, 27, 20, Path.GetFileName(data.Path)),
            (header.Data.Training, header.Data.Validation, header.Data.Test, header.Data.Name));
        Assert.Matches("^[0-9a-f]{16}$", header.Data.Digest);
        Assert.Equal(Environment.ProcessorCount, header.Threads);
        Assert.StartsWith("0.1.0", header.Library);
    }

    [Fact]
    public void A_run_that_fails_does_not_hinder_the_others()
    {
        using DigitsFolder data = new(160, 20);
        using TemporaryFolder folder = new();
        string[] arguments = ["run", "--network", "lenet5", "--seeds", "1", "--epochs", "1", "--data", data.Path, "--out", folder.Path];
        RunRecord other = MadeUpRuns.Run(MadeUpRuns.Laq, 0, [], finished: false, epochs: 1);
        MadeUpRuns.Write(
            folder,
            other with { Header = other.Header with { Data = other.Header.Data with { Name = Path.GetFileName(data.Path) } } });

        var run = ExperimentsRun.Of(arguments);

        Assert.Equal(("", 1), (run.Error, run.ExitCode));
        Assert.Contains(run.OutputLines, line => line.StartsWith("lenet5-1bit-laq-s0", StringComparison.Ordinal)
            && line.Contains("failed: ", StringComparison.Ordinal)
            && line.Contains("expected the file of this run, but its data: ", StringComparison.Ordinal));
        Assert.Equal("lenet5-1bit-blaq-p5-a0.6: the period exceeds the number of epochs (1), so no epoch backtracks", run.OutputLines[1]);
        Assert.Equal("1 of 2 runs finished, 1 failed", run.OutputLines[^1]);
    }

    [Fact]
    public void A_language_model_learns_characters()
    {
        using TemporaryFolder data = new();
        using TemporaryFolder folder = new();
        data.Write("text.txt", string.Concat(Enumerable.Repeat("all happy families ", 700))); // 133 sequences: a step in each epoch

        var run = ExperimentsRun.Of(
            "run", "--network", "charlstm", "--method", "blaq", "--period", "3", "--seeds", "1",
            "--epochs", "3", "--data", data.Path, "--out", folder.Path);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        RunRecord record = RunReader.Read(folder.File("charlstm-1bit-blaq-p3-a0.6-s0.jsonl"))!;
        Assert.Equal((106, 13, 13), (record.Header.Data.Training, record.Header.Data.Validation, record.Header.Data.Test));
        double[] losses = [.. record.Epochs.Select(epoch => epoch.TrainLoss)];
        Assert.True(losses[0] > losses[1] && losses[1] > losses[2], string.Join(", ", losses));
    }

    private static string[] Arguments(DigitsFolder data, TemporaryFolder folder, int epochs = 6) =>
        ["run", .. Options.Split(' '), "--epochs", $"{epochs}", "--data", data.Path, "--out", folder.Path];

    /// <summary>Kills the parent only: its children must end by themselves.</summary>
    private static void KillInTheMiddle(DigitsFolder data, TemporaryFolder folder)
    {
        using Process parent = Start(Arguments(data, folder));
        for (int lines = 0; lines < 3; lines++)
            Assert.NotNull(parent.StandardOutput.ReadLine());
        parent.Kill(entireProcessTree: false);
        parent.WaitForExit();

        string[] files = Directory.GetFiles(folder.Path, "*.jsonl");
        Assert.NotEmpty(files);
        Assert.Contains(files, path => RunReader.Read(path) is { IsFinished: false });
        foreach (string path in files)
            RunLock.Take(path, TimeSpan.FromSeconds(60)).Dispose(); // or a run outlives the process that started it
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in arguments.Prepend(typeof(Program).Assembly.Location).Prepend("exec"))
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static EpochReport WithoutTime(EpochReport epoch) => epoch with { Seconds = 0 };
}
