using global::Experiments.Runs;

namespace QuantDsl.Tests.Experiments;

public class RunWriterTests
{
    private static readonly RunRecord Run = MadeUpRuns.Run(MadeUpRuns.Blaq, 0, [0.9, 0.91, 0.92]);

    [Fact]
    public void Every_line_can_be_read_as_soon_as_it_is_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("run.jsonl");
        using var writer = RunWriter.Open(path, Run.Header);

        Assert.Empty(RunReader.Read(path)!.Epochs);
        foreach (EpochReport epoch in Run.Epochs)
        {
            writer.Write(epoch);
            Assert.Equal(Run.Epochs.Take(epoch.Epoch), RunReader.Read(path)!.Epochs);
        }

        writer.Write(Run.Summary!);
        Assert.Equal(MadeUpRuns.Text(Run), File.ReadAllText(path));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(3, "")]
    [InlineData(4, "")]
    [InlineData(3, """{"epoch":{"ep""")]
    public void An_interrupted_file_is_gone_on_with_from_any_epoch(int from, string rest)
    {
        using TemporaryFolder folder = new();
        RunRecord half = MadeUpRuns.Run(MadeUpRuns.Blaq, 0, [0.1, 0.2, 0.3], finished: false);
        EpochReport[] epochs = [.. half.Epochs.Take(from - 1), .. Run.Epochs.Skip(from - 1)];
        string path = folder.Write("run.jsonl", MadeUpRuns.Text(half) + rest);

        using (var writer = RunWriter.Open(path, Run.Header))
        {
            foreach (EpochReport epoch in Run.Epochs.Skip(from - 1))
                writer.Write(epoch);
            writer.Write(RunSummary.Of(epochs));
        }

        RunRecord read = RunReader.Read(path)!;
        Assert.Equal(epochs, read.Epochs);
        Assert.True(read.IsFinished);
    }

    [Fact]
    public void Notes_go_with_the_epochs_that_they_follow()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("run.jsonl");
        using var writer = RunWriter.Open(path, Run.Header);
        writer.Write(Run.Epochs[0]);
        writer.Write("after the first");
        writer.Write(Run.Epochs[1]);
        writer.Write("after the second");

        writer.CutBehind(1);

        string[] lines = File.ReadAllLines(path);
        Assert.Equal(3, lines.Length);
        Assert.Contains("after the first", lines[2]);
    }

    [Fact]
    public void A_run_is_locked_once()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("run.jsonl");
        using (RunLock.Take(path, TimeSpan.Zero))
        {
            Assert.Contains(
                "another process is training this run",
                Assert.Throws<IOException>(() => RunLock.Take(path, TimeSpan.Zero)).Message);
        }

        folder.Write("run.jsonl.lock", ""); // what a killed process leaves
        RunLock.Take(path, TimeSpan.Zero).Dispose();
        Assert.Empty(folder.Files);
    }
}
