using System.Xml.Linq;
using global::Experiments.Runs;
using global::Experiments.Tables;
using QuantDsl.Tests.Digits;

namespace QuantDsl.Tests.Experiments;

[Trait("Category", "Slow")]
public class ZigZagTests
{
    [Fact]
    public void Measures_are_means_over_tensors_last_epochs_and_seeds()
    {
        GroupResult result = Assert.Single(GroupResult.Of([Measured(MadeUpRuns.Blaq, 0, 0.01), Measured(MadeUpRuns.Blaq, 1, 0.03)]));

        // Six epochs, of which the first does not count. Tensors have 1 and 3 times the value; only epoch 5 has a trial.
        Assert.Equal([4, 4, 0.06, 0.04, 0.04], ZigZagMeasure.All.Select(measure => Math.Round(measure.AtTheEnd(result)!.Value.Mean, 9)));
        Assert.Equal(2 * Math.Sqrt(2), ZigZagMeasure.All[0].AtTheEnd(result)!.Value.Deviation, 9);
    }

    [Fact]
    public void Table_and_plot_show_them_only_where_they_are()
    {
        using TemporaryFolder folder = new();
        MadeUpRuns.Write(folder, MadeUpRuns.Run(MadeUpRuns.Adam, 0, [0.9, 0.9, 0.9, 0.9, 0.9, 0.9]));
        Assert.DoesNotContain("flips", ExperimentsRun.Of("table", folder.Path).Output);

        MadeUpRuns.Write(folder, Measured(MadeUpRuns.Blaq, 0, 0.01));
        MadeUpRuns.Write(folder, Measured(MadeUpRuns.Laq, 0, 0.02));
        var table = ExperimentsRun.Of("table", folder.Path);
        string figure = folder.File("figure.svg");
        var plot = ExperimentsRun.Of("plot", folder.Path, "--out", figure);

        Assert.Equal(("", ""), (table.Error, plot.Error));
        Assert.Contains("| level flips, % | sign changes, % | largest swing | cos(g, last g) | cos(g, trial g) |", table.Output);
        Assert.Contains("|              - |               - |             - |              - |               - |", table.OutputLines[2]);
        Assert.Contains("|          4.000 |            4.00 |        0.0600 |          0.040 |               - |", table.OutputLines[3]);
        Assert.Contains("|          2.000 |            2.00 |        0.0300 |          0.020 |           0.020 |", table.OutputLines[4]);
        IEnumerable<string> texts = XDocument.Load(figure).Descendants().Select(element => element.Value.Trim());
        Assert.Contains("lenet5, 1 bit: level flips, %", texts);
        Assert.Contains("lenet5, 1 bit: cos(g, trial g)", texts);
    }

    [Fact]
    public void A_run_measures_when_it_is_asked_to_and_its_file_is_not_taken_for_another()
    {
        using DigitsFolder data = new(160, 20);
        using TemporaryFolder folder = new();
        string[] arguments =
        [
            "run", "--network", "lenet5", "--method", "laq", "--seeds", "1", "--epochs", "2", "--data", data.Path, "--out", folder.Path,
        ];

        Assert.Equal(0, ExperimentsRun.Of([.. arguments, "--zigzag"]).ExitCode);
        var without = ExperimentsRun.Of(arguments);

        RunRecord run = RunReader.Read(folder.File("lenet5-1bit-laq-s0.jsonl"))!;
        Assert.True(run.Header.ZigZag);
        Assert.All(run.Epochs, epoch => Assert.Equal(4, epoch.ZigZag!.Count));
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("it holds one with measuring zig-zag on", without.Error);
    }

    private static RunRecord Measured(RunGroup group, long seed, double value)
    {
        RunRecord run = MadeUpRuns.Run(group, seed, [0.9, 0.9, 0.9, 0.9, 0.9, 0.9]);
        EpochReport[] epochs =
        [
            .. run.Epochs.Select(epoch => epoch with
            {
                ZigZag =
                [
                    Tensor("Conv1.weight", epoch, epoch.Epoch == 1 ? 99 : value),
                    Tensor("Out.weight", epoch, epoch.Epoch == 1 ? 99 : 3 * value),
                ],
            }),
        ];
        return run with { Header = run.Header with { ZigZag = true }, Epochs = epochs };
    }

    private static ZigZagMeasures Tensor(string name, EpochReport epoch, double value) => new()
    {
        Parameter = name,
        LevelFlips = value,
        LargestSwing = value,
        SignChanges = value,
        GradientCosine = value,
        TrialCosine = epoch.Phase == TrainingPhase.Backtrack ? value : null,
    };
}
