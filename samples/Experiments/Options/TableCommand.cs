using System.CommandLine;
using Experiments.Runs;
using Experiments.Tables;

namespace Experiments.Options;

/// <summary><c>table</c>: shows the results of runs.</summary>
internal static class TableCommand
{
    private static readonly Argument<string> Folder = RunsFolder.Argument();

    private static readonly ValueOption<string> Format = Values.Choice("--format", ["markdown", "text", "csv"], "Format of the table.");

    private static readonly ValueOption<IReadOnlyList<double>> Reach = Values.Fractions(
        "--reach", 0, 100, "PERCENT", "Show when half of the seeds had reached these test accuracies.", "98.5,99");

    /// <summary>The command.</summary>
    public static Command Command { get; } = Commands.Of(
        "table", "Shows means and spreads of finished runs, and compares BLAQ with LAQ seed by seed.", [Folder, Format, Reach]);

    /// <summary>Runs the command.</summary>
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
        string[] unfinished = [.. runs.Where(run => !run.IsFinished).Select(run => run.Settings.Id)];
        if (unfinished.Length > 0)
            output.WriteLine($"{mark}Omitted because unfinished: {string.Join(", ", unfinished)}.");
        return Program.Success;
    }
}
