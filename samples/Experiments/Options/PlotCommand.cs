using System.CommandLine;
using Experiments.Plots;
using Experiments.Runs;
using Experiments.Tables;

namespace Experiments.Options;

/// <summary><c>plot</c>: draws figures of runs.</summary>
internal static class PlotCommand
{
    private const string Curves = "curves";
    private const string Grid = "grid";

    private static readonly string[] Endings = [".png", ".svg"];

    private static readonly Argument<string> Folder = RunsFolder.Argument();

    private static readonly ValueOption<string> Out = new(
        "--out", "the name of a file that ends in .png or .svg", (string text, out string path) => IsFigure(path = text))
    {
        HelpName = "FIGURE.png|.svg",
        Description = "File of the figure. [default: DIR/curves.png or DIR/grid.png]",
    };

    private static readonly ValueOption<string> Kind = Values.Choice(
        "--kind", [Curves, Grid], "curves: loss and errors by epoch and by gradient evaluations; grid: test accuracy by blend and period.");

    private static readonly ValueOption<IReadOnlyList<string>> Network =
        Values.Words("--network", Catalog.Names, "Only these networks. [default: all]");

    private static readonly ValueOption<IReadOnlyList<int>> Bits =
        Values.Numbers("--bits", 1, 32, "N", "Only these bit widths. [default: all]");

    /// <summary>The command.</summary>
    public static Command Command { get; } = Commands.Of(
        "plot", "Draws finished runs: means over the seeds with bands of one standard deviation.", [Folder, Out, Kind, Network, Bits]);

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(ParseResult parsed, TextWriter output)
    {
        string kind = Kind.Read(parsed);
        RunRecord[] runs = Selected(parsed);
        string path = Out.IsGiven(parsed) ? Out.Read(parsed) : Path.Combine(parsed.GetRequiredValue(Folder), $"{kind}.png");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{Out.Name}: expected a file in an existing folder, got '{path}': "
                + $"there is no folder '{folder}'. Create it or give another.");
        }

        Figure(kind, runs).Save(path);
        output.WriteLine($"drawn as {path}");
        return Program.Success;
    }

    private static Figure Figure(string kind, RunRecord[] runs)
    {
        if (kind == Curves)
            return CurvesFigure.Draw(GroupResult.Of(runs));
        IReadOnlyList<AblationGrid> grids = AblationGrid.Of(runs);
        return grids.Count > 0
            ? GridFigure.Draw(grids)
            : throw new UsageException($"{Kind.Name}: expected runs of blaq for a grid, got none. Create them with ablate.");
    }

    private static RunRecord[] Selected(ParseResult parsed)
    {
        IReadOnlyList<RunRecord> all = RunsFolder.Read("plot", parsed.GetRequiredValue(Folder));
        RunRecord[] selected =
        [
            .. all.Where(run => run.IsFinished
                && (!Network.IsGiven(parsed) || Network.Read(parsed).Contains(run.Settings.Network))
                && (!Bits.IsGiven(parsed) || Bits.Read(parsed).Contains(run.Settings.Bits))),
        ];
        return selected.Length > 0
            ? selected
            : throw new UsageException(
                $"plot: expected finished runs of these networks and bit widths in '{parsed.GetRequiredValue(Folder)}', got none. "
                + "Choose others.");
    }

    private static bool IsFigure(string path) =>
        Endings.Contains(Path.GetExtension(path).ToLowerInvariant()) && !path.Contains('\0');
}
