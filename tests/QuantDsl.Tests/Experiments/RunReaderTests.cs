using System.Text.RegularExpressions;
using global::Experiments.Runs;

namespace QuantDsl.Tests.Experiments;

public partial class RunReaderTests
{
    private static readonly RunRecord Run = MadeUpRuns.Run(MadeUpRuns.Blaq, 3, [0.9, 0.95], [0.8, 0.7]);
    private static readonly string[] Lines = MadeUpRuns.Text(Run).TrimEnd('\n').Split('\n');

    [Fact]
    public void What_was_written_is_read()
    {
        using TemporaryFolder folder = new();
        string path = MadeUpRuns.Write(folder, Run);

        RunRecord read = RunReader.Read(path)!;

        Assert.Equal(Path.Combine(folder.Path, "lenet5-1bit-blaq-p5-a0.6-s3.jsonl"), path);
        Assert.Equal((path, Run.Header, Run.Summary), (read.Path, read.Header, read.Summary));
        Assert.Equal(Run.Epochs, read.Epochs);
        Assert.Equal(
            new RunSummary
            {
                BestEpoch = 1,
                BestValidationAccuracy = 0.8,
                TestAccuracyAtBestValidation = 0.9,
                GradientEvaluations = 20,
                TrainingSeconds = 8,
            },
            read.Summary);
    }

    [Fact]
    public void The_best_epoch_is_the_earliest_of_equals()
    {
        RunSummary summary = MadeUpRuns.Run(MadeUpRuns.Laq, 0, [0.1, 0.2, 0.3], [0.5, 0.6, 0.6]).Summary!;

        Assert.Equal((2, 0.6, 0.2), (summary.BestEpoch, summary.BestValidationAccuracy, summary.TestAccuracyAtBestValidation));
    }

    [Fact]
    public void A_line_is_one_object_that_other_programs_can_read()
    {
        Assert.Equal(
            """{"epoch":{"epoch":2,"stage":"laq","learningRate":0.005,"trainLoss":0.5,"validationAccuracy":0.7,"testAccuracy":0.95,"testLoss":0.20000000000000018,"seconds":4,"steps":10,"gradientEvaluations":10}}""",
            Lines[2]);
        Assert.StartsWith(
            """{"run":{"id":"lenet5-1bit-blaq-p5-a0.6-s3","settings":{"network":"lenet5","bits":1,"method":"blaq","period":5,"blend":0.6,"seed":3},""",
            Lines[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void A_half_written_last_line_does_not_count(int characters)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("run.jsonl", string.Join('\n', Lines[..2]) + "\n" + Lines[2][..characters]);

        RunRecord read = RunReader.Read(path)!;

        Assert.Single(read.Epochs);
        Assert.False(read.IsFinished);
    }

    [Fact]
    public void A_file_without_a_whole_line_is_no_run()
    {
        using TemporaryFolder folder = new();

        Assert.Null(RunReader.Read(folder.Write("run.jsonl", "")));
        Assert.Null(RunReader.Read(folder.Write("run.jsonl", Lines[0])));
        Assert.Empty(RunReader.ReadFolder(folder.Path));
    }

    [Fact]
    public void Notes_may_stand_between_the_lines()
    {
        using TemporaryFolder folder = new();
        string note = new RunLine { Note = "resumed" }.ToString();
        string path = folder.Write("run.jsonl", string.Join('\n', [Lines[0], note, .. Lines[1..3], note, Lines[3], ""]));

        Assert.Equal(Run.Epochs, RunReader.Read(path)!.Epochs);
    }

    [Theory]
    [InlineData(2, "{", "line 2: expected a line of a run")]
    [InlineData(3, "", "line 3: expected a line of a run")]
    [InlineData(1, "null", "line 1: expected a line of a run")]
    [InlineData(2, "{}", "line 2: expected a line of a run")]
    [InlineData(2, """{"epoch":{"epoch":1}}""", "line 2: expected a line of a run")]
    [InlineData(2, """{"note":"one","summary":null,"epoch":null,"run":null}""", "line 3: expected epoch 1, found epoch 2")]
    [InlineData(1, """{"note":"one"}""", "line 1: expected a run's first line, found a note")]
    public void A_damaged_line_is_named_by_file_and_line(int number, string text, string expected)
    {
        using TemporaryFolder folder = new();
        string[] lines = [.. Lines];
        lines[number - 1] = text;
        string path = folder.Write("run.jsonl", string.Join('\n', lines) + "\n");

        InvalidDataException damage = Assert.Throws<InvalidDataException>(() => RunReader.Read(path));

        Assert.StartsWith($"{path}, {expected}", damage.Message);
    }

    /// <summary>Each number of each line replaced: the line is refused by file and number, or read; nothing else happens.</summary>
    [Fact]
    public void Damaged_numbers_are_refused_or_read()
    {
        using TemporaryFolder folder = new();
        int refused = 0;
        for (int line = 0; line < Lines.Length; line++)
        {
            foreach (Match number in Number().Matches(Lines[line]))
            {
                foreach (string value in new[] { "-1", "0", "1e300", "1e999", "9223372036854775807", "null", "\"text\"" })
                {
                    string[] lines = [.. Lines];
                    lines[line] = Lines[line][..number.Index] + value + Lines[line][(number.Index + number.Length)..];
                    string path = folder.Write("run.jsonl", string.Join('\n', lines) + "\n");
                    try
                    {
                        if (RunReader.Read(path) is { Summary: not null } run)
                            _ = (run.Epochs[run.Summary.BestEpoch - 1], run.Epochs.Sum(epoch => epoch.GradientEvaluations));
                    }
                    catch (InvalidDataException damage)
                    {
                        Assert.StartsWith($"{path}, line ", damage.Message);
                        refused++;
                    }
                }
            }
        }
        Assert.True(refused > 50, $"only {refused} were refused");
    }

    [Theory]
    [InlineData(3, "\"bestEpoch\":1", "\"bestEpoch\":3", "line 4: expected the summary of the epochs before it")]
    [InlineData(3, "\"bestEpoch\":1", "\"bestEpoch\":0", "line 4: expected the summary of the epochs before it")]
    [InlineData(3, "\"bestEpoch\":1", "\"bestEpoch\":2", "line 4: expected the summary of the epochs before it")]
    [InlineData(2, "\"steps\":10", "\"steps\":9223372036854775807", "line 3: expected numbers that an epoch can have")]
    [InlineData(2, "\"testAccuracy\":0.95", "\"testAccuracy\":95", "line 3: expected numbers that an epoch can have")]
    public void Numbers_that_cannot_be_are_refused(int line, string old, string damaged, string expected)
    {
        using TemporaryFolder folder = new();
        Assert.Contains(old, Lines[line]);
        string[] lines = [.. Lines];
        lines[line] = lines[line].Replace(old, damaged);
        string path = folder.Write("run.jsonl", string.Join('\n', lines) + "\n");

        Assert.StartsWith($"{path}, {expected}", Assert.Throws<InvalidDataException>(() => RunReader.Read(path)).Message);
    }

    [Theory]
    [InlineData(new[] { 1, 2 }, "line 1: expected a run's first line and then its epochs")]
    [InlineData(new[] { 0, 0 }, "line 2: expected a run's first line and then its epochs")]
    [InlineData(new[] { 0, -1 }, "line 2: expected a line of a run, found another")]
    public void A_run_does_not_go_on_in_a_file_that_is_none(int[] order, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("run.jsonl", string.Concat(order.Select(line => (line < 0 ? "{" : Lines[line]) + "\n")));

        InvalidDataException damage = Assert.Throws<InvalidDataException>(() => RunWriter.Open(path, Run.Header).Dispose());
        Assert.StartsWith($"{path}, {expected}", damage.Message);
    }

    [GeneratedRegex(@"(?<=[:\[,])-?\d[\d.eE+-]*")]
    private static partial Regex Number();

    [Theory]
    [InlineData(new[] { 0, 2, 3 }, "line 2: expected epoch 1, found epoch 2")]
    [InlineData(new[] { 0, 1, 1 }, "line 3: expected epoch 2, found epoch 1")]
    [InlineData(new[] { 0, 1, 3 }, "line 3: expected 2 epochs before the summary, found a summary")]
    [InlineData(new[] { 1, 2 }, "line 1: expected a run's first line, found epoch 1")]
    [InlineData(new[] { 0, 0 }, "line 2: expected an epoch or a summary, found a run's first line")]
    [InlineData(new[] { 0, 1, 2, 3, 3 }, "line 5: expected nothing after the summary, found a summary")]
    public void Lines_in_the_wrong_order_are_named(int[] order, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("run.jsonl", string.Concat(order.Select(line => Lines[line] + "\n")));

        Assert.StartsWith($"{path}, {expected}", Assert.Throws<InvalidDataException>(() => RunReader.Read(path)).Message);
    }
}
