using global::Experiments.Tables;
using QuantDsl.Tests.Digits;

namespace QuantDsl.Tests.Experiments;

[Trait("Category", "Slow")]
public class AblationTests
{
    [Fact]
    public void The_grid_has_blends_below_each_other_and_periods_side_by_side()
    {
        AblationGrid grid = Assert.Single(AblationGrid.Of(
        [
            MadeUpRuns.Run(MadeUpRuns.Laq, 0, [0.98]),
            MadeUpRuns.Run(MadeUpRuns.Blaq with { Blend = 0.9, Period = 1 }, 0, [0.99]),
            MadeUpRuns.Run(MadeUpRuns.Blaq with { Blend = 0.9, Period = 1 }, 1, [0.97]),
            MadeUpRuns.Run(MadeUpRuns.Blaq with { Blend = 0.5, Period = 10 }, 0, [0.96]),
            MadeUpRuns.Run(MadeUpRuns.Discard, 0, [0.1]), // no part of the grid
        ]));

        Assert.Equal(
            """
            | lenet5, 1 bit, test % |     period 1 | period 10 |
            | --------------------- | -----------: | --------: |
            | blend 0.5             |            - |     96.00 |
            | blend 0.9             | 98.00 ± 1.41 |         - |
            | LAQ                   |        98.00 |           |

            """.ReplaceLineEndings("\n"),
            grid.ToTable().ToMarkdown());
    }

    [Fact]
    public void Ablate_trains_the_grid_and_laq_and_shows_them()
    {
        using DigitsFolder data = new(160, 20);
        using TemporaryFolder folder = new();

        var run = ExperimentsRun.Of(
            "ablate", "--network", "lenet5", "--blends", "0.5,0.9", "--periods", "1", "--seeds", "1",
            "--epochs", "1", "--data", data.Path, "--out", folder.Path);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Equal(["lenet5-1bit-blaq-p1-a0.5-s0.jsonl", "lenet5-1bit-blaq-p1-a0.9-s0.jsonl", "lenet5-1bit-laq-s0.jsonl"], folder.Files);
        string[] table = run.OutputLines[^5..];
        Assert.Matches(@"^\| lenet5, 1 bit, test % \| +period 1 \|$", table[0]);
        Assert.Matches(@"^\| blend 0.5 +\| +\d+\.\d\d \|$", table[2]);
        Assert.Matches(@"^\| blend 0.9 +\| +\d+\.\d\d \|$", table[3]);
        Assert.Matches(@"^\| LAQ +\| +\d+\.\d\d \|$", table[4]);
    }
}
