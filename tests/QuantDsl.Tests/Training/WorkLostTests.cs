using System.Text;
using QuantDsl.Tests.Models;
using QuantDsl.Training;

namespace QuantDsl.Tests.Training;

/// <summary>Nothing that reports on training ends it, and no run takes another's files.</summary>
public sealed class WorkLostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Checkpoint => _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Progress_that_cannot_be_written_is_noted_once_and_the_run_goes_on()
    {
        using var model = new TinyMlp(seed: 1);
        using var other = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(3) with
        {
            Progress = ProgressMode.Rows,
            Output = new FailingWriter(new IOException("No space left on device")),
            CheckpointPath = Checkpoint,
        });
        other.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(3));

        Assert.Equal(["progress was not shown any more: No space left on device"], report.Notes!);
        Assert.Equal(3, report.Epochs.Count);
        Assert.Equal(ModelBits.Of(other), ModelBits.Of(model));
        Assert.Equal(report, TrainingReport.FromJson(report.ToJson()));
        using var resumed = new TinyMlp(seed: 1);
        Assert.Equal(3, resumed.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(3) with { CheckpointPath = Checkpoint }).Epochs.Count);
    }

    /// <summary>A terminal that is closed, at whatever is written to it first.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(20)]
    public void A_terminal_may_go_away_at_any_time(int writes)
    {
        var terminal = new FixedTerminal(80) { WritesLeft = writes };
        using CompilerServices.TrainingSession session = Runs.Start(epochs: 2, display: terminal.Display());
        session.Epoch(1, 0.9);
        session.Epoch(2, 0.9);
        TrainingReport report = session.Complete(null);

        Assert.Equal(2, report.Epochs.Count);
        Assert.Equal("progress was not shown any more: Input/output error", Assert.Single(report.Notes!));
    }

    [Fact]
    public void Notes_that_cannot_be_written_are_still_returned()
    {
        using CompilerServices.TrainingSession session = Runs.Start(
            display: ProgressDisplay.Silent(new FailingWriter(new ObjectDisposedException("stderr"))));
        session.NoteFailure("checkpoint", "no checkpoint was written");
        session.NoteFailure("checkpoint", "no checkpoint was written again");
        session.Epoch(1, 0.9);

        Assert.Equal(["no checkpoint was written"], session.Complete(null).Notes!);
    }

    [Fact]
    public void An_exception_of_the_users_finds_the_epoch_in_the_checkpoint()
    {
        using var model = new TinyMlp(seed: 1);
        FitOptions options = SmallData.Quiet(3) with { CheckpointPath = Checkpoint };
        Assert.Throws<FormatException>(() => model.Fit(
            SmallData.Train, SmallData.Test, options with { OnEpoch = epoch => throw new FormatException($"{epoch.Epoch}") }));
        using var resumed = new TinyMlp(seed: 1);
        int epochs = 0;
        TrainingReport report = resumed.Fit(SmallData.Train, SmallData.Test, options with { OnEpoch = _ => epochs++ });

        Assert.Equal((3, 2), (report.Epochs.Count, epochs));
    }

    [Fact]
    public void Two_runs_cannot_have_one_checkpoint()
    {
        using var model = new TinyMlp(seed: 1);
        using var other = new TinyMlp(seed: 1);
        FitOptions options = SmallData.Quiet(1) with { CheckpointPath = Checkpoint };
        string message = "";
        model.Fit(SmallData.Train, options: options with
        {
            OnEpoch = _ => message = Assert.Throws<ModelFileException>(() => other.Fit(SmallData.Train, options: options)).Message,
        });

        Assert.Contains("is the checkpoint of a run that is going on", message);
        Assert.Equal(["run.checkpoint"], _folder.Files);
        other.Fit(SmallData.Train, options: options); // the first has ended
    }

    [Theory]
    [InlineData("a", "a", null, "CheckpointPath and FitOptions.ReportPath")]
    [InlineData("a", "sub/../a", null, "CheckpointPath and FitOptions.ReportPath")]
    [InlineData("a", "link", null, "CheckpointPath and FitOptions.ReportPath")]
    [InlineData("a", null, "a/", "CheckpointPath and FitOptions.TensorBoardPath")]
    [InlineData(null, "a", "a", "ReportPath and FitOptions.TensorBoardPath")]
    public void Files_of_a_run_that_are_the_same_are_refused_at_the_start(
        string? checkpoint, string? report, string? events, string expected)
    {
        if (report == "link")
            File.CreateSymbolicLink(_folder.File("link"), _folder.File("a"));
        using var model = new TinyMlp(seed: 1);
        string message = Assert.Throws<ArgumentException>(() => model.Fit(SmallData.Train, options: SmallData.Quiet(1) with
        {
            CheckpointPath = Place(checkpoint),
            ReportPath = Place(report),
            TensorBoardPath = Place(events),
        })).Message;

        Assert.Contains(expected, message);
        Assert.DoesNotContain("a", _folder.Files);

        string? Place(string? name) => name is null ? null : _folder.File(name);
    }

    [Fact]
    public void Runs_at_the_same_time_get_files_of_their_own_for_TensorBoard()
    {
        var time = new ManualTime();
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var file = EventFile.Create(_folder.Path, firstStep: 1, time);
            file.WriteScalars(1, [("loss", 1)]);
        });

        Assert.Equal(16, _folder.Files.Length);
    }

    private sealed class FailingWriter(Exception failure) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw failure;
    }
}
