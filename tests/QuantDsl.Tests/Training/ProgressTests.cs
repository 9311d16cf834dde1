using QuantDsl.CompilerServices;
using QuantDsl.Training;

namespace QuantDsl.Tests.Training;

public class ProgressTests
{
    private static readonly ProgressState Half = new(
        3, 20, TrainingPhase.Backtrack, 50, 100, 0.12345, 10, TimeSpan.FromSeconds(754));

    private static string Line(ProgressState state, int width, bool unicode = true) =>
        string.Concat(ProgressLine.Compose(state, width, unicode).Select(s => s.Text));

    [Theory]
    [InlineData(200, "epoch  3/20 backtrack  ━━━━━━━━━━━━━━━───────────────  loss 0.1235  5.00 steps/s  12:34 left")]
    [InlineData(77, "epoch  3/20 backtrack  ━━━━━━━────────  loss 0.1235  5.00 steps/s  12:34 left")]
    [InlineData(60, "epoch  3/20 backtrack  ━━━━━━──────  loss 0.1235  12:34 left")]
    [InlineData(37, " 3/20 ━━━───  loss 0.1235  12:34 left")]
    [InlineData(30, " 3/20 ━━━━━━──────  12:34 left")]
    [InlineData(20, " 3/20 ━━━━━━━───────")]
    [InlineData(11, " 3/20")]
    [InlineData(3, " 3/")]
    [InlineData(-2, "")]
    public void The_line_leaves_out_what_does_not_fit(int width, string expected) => Assert.Equal(expected, Line(Half, width));

    [Fact]
    public void The_line_is_never_wider_than_asked()
    {
        for (int width = 0; width < 120; width++) Assert.InRange(Line(Half, width).Length, 0, width);
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    public void The_line_is_the_same_in_every_culture(string culture)
    {
        using var _ = new Culture(culture);
        Assert.Equal("epoch  3/20 backtrack  ======------  loss 0.1235  12:34 left", Line(Half, 60, unicode: false));
    }

    [Fact]
    public void Before_the_first_step_figures_are_unknown_and_after_the_last_the_model_is_evaluated()
    {
        Assert.Equal(
            "epoch  3/20 backtrack  ───────────────  loss      -     - steps/s   -:-- left",
            Line(Half with { Steps = 0, Loss = double.NaN, Seconds = 0, Remaining = null }, 77));
        Assert.StartsWith("epoch  3/20 evaluating ━━━━━━━━━━━━━━━  loss", Line(Half with { Steps = 100 }, 77));
    }

    [Theory]
    [InlineData(0.4, "0:00")]
    [InlineData(59.6, "1:00")]
    [InlineData(3599, "59:59")]
    [InlineData(3600, "1:00:00")]
    [InlineData(86399, "23:59:59")]
    [InlineData(183600, "2d 03h")]
    public void Durations(double seconds, string expected) =>
        Assert.Equal(expected, ProgressLine.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.04214, "0.0421")]
    [InlineData(0.9996, "1.00")]
    [InlineData(4.214, "4.21")]
    [InlineData(9.996, "10.0")]
    [InlineData(42.14, "42.1")]
    [InlineData(99.96, "100")]
    [InlineData(4214, "4214")]
    [InlineData(double.NaN, "-")]
    [InlineData(double.PositiveInfinity, "-")]
    public void Rates_have_three_digits(double rate, string expected) => Assert.Equal(expected, EpochTable.Rate(rate));

    private static readonly EpochReport Epoch = new()
    {
        Epoch = 5,
        Phase = TrainingPhase.Backtrack,
        LearningRate = 0.00012345f,
        TrainLoss = 0.123456,
        ValidationAccuracy = 0.98765,
        ValidationLoss = 0.0234567,
        TestAccuracy = 1,
        Seconds = 1234.56,
        Steps = 390,
    };

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Rows_are_aligned(string culture)
    {
        using var _ = new Culture(culture);
        var table = new EpochTable(100, 80);
        Assert.Equal("  epoch  phase            lr  train loss  validation     test   seconds  steps/s", table.Header);
        Assert.Equal("  5/100  backtrack  0.000123     0.12346      98.77%  100.00%    1234.6    0.316", table.Row(Epoch));
        Assert.Equal(
            "  5/100  LAQ           0.005     0.12346           -        -       0.0        -",
            table.Row(Epoch with
            {
                Phase = TrainingPhase.Laq,
                LearningRate = 0.005f,
                ValidationAccuracy = null,
                TestAccuracy = null,
                Seconds = 0,
            }));
    }

    [Fact]
    public void Wide_tables_show_the_validation_loss()
    {
        var table = new EpochTable(20, 100);
        Assert.Equal("epoch  phase            lr  train loss  validation  validation loss     test   seconds  steps/s", table.Header);
        Assert.Equal(" 5/20  backtrack  0.000123     0.12346      98.77%          0.02346  100.00%    1234.6    0.316", table.Row(Epoch));
        Assert.Contains(" 98.77%                -  ", table.Row(Epoch with { ValidationLoss = null }));
    }

    [Theory]
    [InlineData(69, "epoch  phase      train loss  validation     test   seconds  steps/s")]
    [InlineData(40, "epoch  train loss  validation     test")]
    [InlineData(20, "epoch  train loss")]
    [InlineData(1, "epoch")]
    public void Narrow_tables_leave_columns_out(int width, string header) => Assert.Equal(header, new EpochTable(20, width).Header);

    [Fact]
    public void A_run_to_a_file_writes_a_header_and_plain_rows()
    {
        var output = new StringWriter { NewLine = "\n" };
        var time = new ManualTime();
        var display = ProgressDisplay.Create(new() { Output = output });
        Assert.False(display.IsLive);
        using TrainingSession session = Runs.Start(epochs: 2, period: 2, time: time, display: display);
        session.Epoch(1, 0.9, 0.8, time);
        session.Epoch(2, 0.91, 0.81, time);
        session.Complete(0.81);
        Assert.Equal(
            """
            epoch  phase            lr  train loss  validation  validation loss     test   seconds  steps/s
              1/2  LAQ           0.005     4.50000      90.00%          0.50000   80.00%      10.0     1.00
              2/2  backtrack     0.005     4.50000      91.00%          0.50000   81.00%      10.0     1.00
            2 epochs in 0:30; test 81.00%; best validation 91.00% in epoch 2 (test 81.00%)

            """.ReplaceLineEndings("\n"), output.ToString());
    }

    [Fact]
    public void No_progress_writes_nothing()
    {
        var output = new StringWriter();
        using TrainingSession session = Runs.Start(
            epochs: 1, display: ProgressDisplay.Create(new() { Output = output, Progress = ProgressMode.None }));
        session.Epoch(1, 0.9);
        session.Complete(null);
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void A_live_run_rewrites_one_line_below_the_table()
    {
        var terminal = new FixedTerminal(80);
        var time = new ManualTime();
        using (TrainingSession session = Runs.Start(epochs: 2, period: 2, time: time, display: terminal.Display()))
        {
            session.Epoch(1, 0.9, 0.8, time);
            session.Epoch(2, 0.95, 0.85, time);
            session.Complete(0.85);
        }
        string[] writes = terminal.Writes();
        Assert.StartsWith("epoch 1/2 LAQ ", writes[0]);
        Assert.EndsWith("  -:-- left", writes[0]);
        Assert.Contains("loss 0.5000  1.00 steps/s   0:28 left", writes[2]);
        Assert.StartsWith("epoch 1/2 evaluating ", writes[10]);
        Assert.StartsWith("epoch  phase ", writes[11]);
        Assert.StartsWith("  1/2  LAQ ", writes[12]);
        Assert.StartsWith("epoch 2/2 backtrack ", writes[13]);
        Assert.Equal("2 epochs in 0:30; test 85.00%; best validation 95.00% in epoch 2 (test 85.00%)", writes[^1]);
        Assert.EndsWith("\n", terminal.Text.ToString());
        Assert.All(writes[..^1], w => Assert.InRange(w.Length, 1, 79));
    }

    [Fact]
    public void The_terminal_is_written_ten_times_a_second_at_most()
    {
        var terminal = new FixedTerminal(80);
        var time = new ManualTime();
        using TrainingSession session = Runs.Start(steps: 10_000, time: time, display: terminal.Display());
        session.BeginEpoch(1, TrainingPhase.Laq, 0.005f);
        for (int step = 0; step < 1000; step++)
        {
            time.Advance(0.01);
            session.EndStep(1);
        }
        Assert.InRange(terminal.Writes().Length, 90, 102);
    }

    [Fact]
    public void An_exception_or_ctrl_c_leaves_the_cursor_at_the_start_of_a_line()
    {
        var terminal = new FixedTerminal(80);
        TrainingSession session = Runs.Start(display: terminal.Display());
        session.BeginEpoch(1, TrainingPhase.Laq, 0.005f);
        session.Interruption.OnInterrupt(new(System.Runtime.InteropServices.PosixSignal.SIGINT));
        Assert.EndsWith("press Ctrl-C again to end at once\u001b[K\n", terminal.Text.ToString());
        session.BeginEpoch(1, TrainingPhase.Laq, 0.005f);
        session.Dispose();
        Assert.EndsWith("left\u001b[K\n", terminal.Text.ToString());
        session.EndStep(1);
        Assert.EndsWith("left\u001b[K\n", terminal.Text.ToString());
    }

    [Fact]
    public void A_cancelled_run_says_so()
    {
        var terminal = new FixedTerminal(80);
        using TrainingSession session = Runs.Start(
            new() { CancellationToken = new(canceled: true), HandleCtrlC = false }, display: terminal.Display());
        session.Complete(null);
        Assert.Equal("stopped after 0 of 3 epochs, 0:00", terminal.Writes()[^1]);
    }
}
