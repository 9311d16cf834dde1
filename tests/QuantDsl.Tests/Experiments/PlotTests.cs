using System.Xml.Linq;
using global::Experiments.Plots;
using global::Experiments.Runs;
using global::Experiments.Tables;
using SkiaSharp;

namespace QuantDsl.Tests.Experiments;

public class PlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_png_decodes_and_has_the_colours_of_all_methods()
    {
        using TemporaryFolder folder = Folder();
        string path = folder.File("figure.png");

        var run = ExperimentsRun.Of("plot", folder.Path, "--out", path);

        Assert.Equal((0, "", $"drawn as {path}"), (run.ExitCode, run.Error, run.OutputLines[0]));
        using var figure = SKBitmap.Decode(path);
        Assert.Equal(2 * ((3 * 460) + 16), figure.Width);
        var colors = figure.Pixels.GroupBy(pixel => pixel).ToDictionary(group => group.Key, group => group.Count());
        foreach (string color in (string[])["#444444", "#0072B2", "#D55E00", "#E69F00", "#009E73"])
            Assert.True(colors.GetValueOrDefault(SKColor.Parse(color)) > 500, $"lines in {color}");
        Assert.Equal(SKColors.White, colors.MaxBy(pair => pair.Value).Key);
    }

    /// <summary>D11: without --out the figure lies beside the runs.</summary>
    [Fact]
    public void Without_a_name_the_figure_lies_beside_the_runs()
    {
        using TemporaryFolder folder = Folder();

        var run = ExperimentsRun.Of("plot", folder.Path);

        Assert.Equal((0, "", $"drawn as {folder.File("curves.png")}"), (run.ExitCode, run.Error, run.OutputLines[0]));
        using var figure = SKBitmap.Decode(folder.File("curves.png"));
        Assert.Equal(2 * ((3 * 460) + 16), figure.Width);
    }

    [Fact]
    public void The_svg_is_xml_with_every_title_and_the_legend()
    {
        using TemporaryFolder folder = Folder();
        string path = folder.File("figure.SVG");

        Assert.Equal(0, ExperimentsRun.Of("plot", folder.Path, "--out", path).ExitCode);

        string[] texts = [.. XDocument.Load(path).Descendants(Svg + "text").Select(text => text.Value.Trim())];
        string[] expected =
        [
            "lenet5, 1 bit: training loss", "lenet5, 1 bit: validation error, %", "lenet5, 1 bit: test error, %",
            "epoch", "gradient evaluations", "full precision", "LAQ", "BLAQ (period 5, blend 0.6)", "BLAQ (period 1, blend 0.6)",
            "BLAQ, trial moments discarded (period 5, blend 0.6)",
        ];
        Assert.All(expected, text => Assert.Contains(text, texts));
    }

    [Fact]
    public void Networks_and_bits_can_be_chosen()
    {
        using TemporaryFolder folder = Folder();
        MadeUpRuns.Write(folder, MadeUpRuns.Run(MadeUpRuns.Laq with { Bits = 2 }, 0, [0.9, 0.95, 0.96]));
        string all = folder.File("all.svg");
        string some = folder.File("some.svg");

        Assert.Equal(0, ExperimentsRun.Of("plot", folder.Path, "--out", all).ExitCode);
        Assert.Equal(0, ExperimentsRun.Of("plot", folder.Path, "--out", some, "--network", "lenet5", "--bits", "2").ExitCode);

        Assert.Contains("lenet5, 1 bit: test error, %", File.ReadAllText(all));
        Assert.Contains("lenet5, 2 bit: test error, %", File.ReadAllText(all));
        Assert.DoesNotContain("lenet5, 1 bit: test error, %", File.ReadAllText(some));
        Assert.Contains("lenet5, 2 bit: test error, %", File.ReadAllText(some));
    }

    [Fact]
    public void A_curve_is_the_mean_over_the_seeds_in_its_deviation()
    {
        RunGroup group = MadeUpRuns.Blaq with { Period = 2 };
        GroupResult result = Assert.Single(GroupResult.Of(
            [MadeUpRuns.Run(group, 0, [0.90, 0.96, 0.98]), MadeUpRuns.Run(group, 1, [0.92, 0.96, 0.99])]));
        CurveStyle style = CurveStyle.For([result])[group];

        var byEpoch = Curve.Of(result, style, Axis.Epochs, epoch => 100 * epoch.TestAccuracy);
        var byGradient = Curve.Of(result, style, Axis.Gradients, epoch => epoch.Epoch == 2 ? null : 100 * epoch.TestAccuracy);

        Assert.Equal([1, 2, 3], byEpoch.Points.Select(point => point.X));
        Assert.Equal([91, 96, 98.5], byEpoch.Points.Select(point => Math.Round(point.Mean, 9)));
        Assert.Equal(
            [Math.Sqrt(2), 0, Math.Sqrt(0.5)],
            byEpoch.Points.Select(point => point.Deviation),
            (one, other) => Math.Abs(one - other) < 1e-9);
        Assert.Equal([10, 40], byGradient.Points.Select(point => point.X)); // 10, then 20 more in the epoch that backtracks, then 10
    }

    [Theory]
    [InlineData(-0.35, 0.31, "0.5 0.7 1 2")] // little between the limits
    [InlineData(-3.2, 0.1, "0.001 0.01 0.1 1")]
    [InlineData(-1.1, 0.1, "0.1 0.2 0.5 1")]
    public void Ticks_of_a_logarithmic_axis_say_the_values(double low, double high, string expected)
    {
        IEnumerable<string> labels = LogScale.Ticks(low, high).Where(tick => tick.IsMajor).Select(tick => tick.Label);

        Assert.Equal(expected, string.Join(' ', labels));
    }

    [Fact]
    public void A_grid_has_the_accuracy_of_every_cell()
    {
        using TemporaryFolder folder = Folder();
        MadeUpRuns.Write(folder, MadeUpRuns.Run(MadeUpRuns.Blaq with { Blend = 0.9 }, 0, [0.1, 0.2, 0.3]));
        string path = folder.File("grid.svg");

        Assert.Equal(0, ExperimentsRun.Of("plot", folder.Path, "--out", path, "--kind", "grid").ExitCode);

        string[] texts = [.. XDocument.Load(path).Descendants(Svg + "text").Select(text => text.Value.Trim())];
        Assert.All(
            (string[])
            [
                "lenet5, 1 bit: test accuracy, %; LAQ: 98.50 ± 0.71", "98.00 ± 0.71", "97.00", "30.00", "period", "blend", "0.6", "0.9",
            ],
            text => Assert.Contains(text, texts));
    }

    [Theory]
    [InlineData("plot FOLDER --out figure.pdf", "--out: expected the name of a file that ends in .png or .svg", "got 'figure.pdf'")]
    [InlineData("plot FOLDER --out no/such/figure.png", "--out: expected a file in an existing folder", "there is no folder")]
    [InlineData("plot FOLDER --out FOLDER/f.png --kind pie", "--kind: expected curves or grid", "got 'pie'")]
    [InlineData("plot FOLDER --out FOLDER/f.png --network mlp", "plot: expected finished runs of these networks and bit widths", "got none")]
    [InlineData("plot FOLDER --out FOLDER/f.png --kind grid --bits 32", "--kind: expected runs of blaq for a grid", "got none")]
    [InlineData("plot no/such --out f.png", "plot: expected a folder written by run --out", "there is no such folder")]
    public void Wrong_options_are_one_line_and_exit_code_2(string arguments, string expected, string found)
    {
        using TemporaryFolder folder = Folder();
        string[] files = folder.Files;

        var run = ExperimentsRun.Of([.. arguments.Split(' ').Select(argument => argument.Replace("FOLDER", folder.Path))]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, Assert.Single(run.ErrorLines));
        Assert.Contains(found, run.ErrorLines[0]);
        Assert.Equal(files, folder.Files);
    }

    private static TemporaryFolder Folder()
    {
        TemporaryFolder folder = new();
        RunRecord[] runs =
        [
            MadeUpRuns.Run(MadeUpRuns.Adam, 0, [0.97, 0.99, 0.995]),
            MadeUpRuns.Run(MadeUpRuns.Laq, 0, [0.9, 0.95, 0.98]),
            MadeUpRuns.Run(MadeUpRuns.Laq, 1, [0.91, 0.93, 0.99]),
            MadeUpRuns.Run(MadeUpRuns.Blaq, 0, [0.92, 0.96, 0.975]),
            MadeUpRuns.Run(MadeUpRuns.Blaq, 1, [0.93, 0.94, 0.985]),
            MadeUpRuns.Run(MadeUpRuns.Blaq with { Period = 1 }, 0, [0.8, 0.9, 0.97]),
            MadeUpRuns.Run(MadeUpRuns.Discard, 0, [0.7, 0.85, 0.9]),
        ];
        foreach (RunRecord run in runs)
            MadeUpRuns.Write(folder, run);
        return folder;
    }
}
