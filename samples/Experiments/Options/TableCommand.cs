using System.CommandLine;
using Experiments.Runs;
using Experiments.Tables;
using static System.FormattableString;

namespace Experiments.Options;

/// <summary><c>table</c>: what runs gave.</summary>
internal static class TableCommand
{
    private static readonly Argument<string> Folder = RunsFolder.Argument();

    private static readonly ValueOption<string> Format = Values.Choice("--format", ["markdown", "text", "csv"], "How to write it.");

    private static readonly ValueOption<IReadOnlyList<double>> Reach = Values.Fractions(
        "--reach", 0, 100, "PERCENT", "Test accuracies for which it is told when half of the seeds had reached them.", "98.5,99");

    /// <summary>The command.</summary>
    public static Command Command { get; } = Commands.Of(
        "table", "Shows means and spreads of finished runs, and compares BLAQ with LAQ seed by seed.", [Folder, Format, Reach]);

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(ParseResult parsed, TextWriter output)
    {
        IReadOnlyList<RunRecord> runs = RunsFolder.Read("table", parsed.GetRequiredValue(Folder));
        IReadOnlyList<GroupResult> groups = GroupResult.Of(runs);
        var table = new ResultTable(groups, Reach.Read(parsed));
        string format = Format.Read(parsed);
        if (format == "csv")
        {
            output.Write(table.ForPrograms().ToCsv());
            return Program.Success;
        }

        string mark = format == "markdown" ? "- " : "";
        output.Write(format == "markdown" ? table.ForPeople().ToMarkdown() : table.ForPeople().ToText());
        output.WriteLine();
        output.WriteLine("Test accuracy at the best validation epoch: mean ± standard deviation (n − 1) over the seeds.");
        foreach (Comparison comparison in Comparison.Of(groups))
            output.WriteLine($"{mark}{comparison}");
        RunRecord[] unfinished = [.. runs.Where(run => !run.IsFinished)];
        if (unfinished.Length > 0)
            output.WriteLine(mark + Invariant($"Not finished, and left out: {string.Join(", ", unfinished.Select(run => run.Settings.Id))}."));
        return Program.Success;
    }
}
