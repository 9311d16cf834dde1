using Experiments.Runs;
using Experiments.Tables;
using QuantDsl;
using ScottPlot;
using static System.FormattableString;

namespace Experiments.Plots;

/// <summary>A figure of training: loss and errors by epoch and by gradient evaluations, for each network and bit width.</summary>
internal static class CurvesFigure
{
    private static readonly (string Title, Func<EpochReport, double?> Quantity)[] Quantities =
    [
        ("training loss", epoch => epoch.TrainLoss),
        ("validation error, %", epoch => 100 * (1 - epoch.ValidationAccuracy)),
        ("test error, %", epoch => 100 * (1 - epoch.TestAccuracy)),
    ];

    /// <summary>Draws the groups; full precision is shown with every bit width.</summary>
    public static Figure Draw(IReadOnlyList<GroupResult> results)
    {
        IReadOnlyDictionary<RunGroup, CurveStyle> styles = CurveStyle.For(results);
        List<Plot[]> rows = [];
        foreach (GroupResult[] compared in Compared(results))
        {
            foreach (Axis axis in Enum.GetValues<Axis>())
            {
                rows.Add([.. Quantities.Select(quantity => CurvePanel.Draw(
                    $"{Name(compared)}: {quantity.Title}",
                    axis,
                    logarithmic: true,
                    [.. compared.Select(result => Curve.Of(result, styles[result.Group], axis, quantity.Quantity))]))]);
            }
        }

        foreach (GroupResult[] compared in Compared(results))
        {
            ZigZagMeasure[] measures = [.. ZigZagMeasure.All.Where(measure => measure.IsIn(compared))];
            rows.AddRange(measures.Select(measure => ZigZag(measure, compared, styles)).Chunk(Quantities.Length));
        }

        return new Figure(rows, [.. styles.Values.DistinctBy(style => style.Label)]);
    }

    private static Plot ZigZag(ZigZagMeasure measure, GroupResult[] compared, IReadOnlyDictionary<RunGroup, CurveStyle> styles) =>
        CurvePanel.Draw(
            $"{Name(compared)}: {measure.Title}",
            Axis.Epochs,
            logarithmic: false,
            [.. compared.Select(result => Curve.Of(result, styles[result.Group], Axis.Epochs, measure.Of))]);

    /// <summary>The name of the last group, which is quantized if any is: full precision comes first.</summary>
    private static string Name(GroupResult[] compared) => Invariant($"{compared[^1].Group.Network}, {compared[^1].Group.Bits} bit");

    private static IEnumerable<GroupResult[]> Compared(IReadOnlyList<GroupResult> results)
    {
        foreach (IGrouping<string, GroupResult> network in results.GroupBy(result => result.Group.Network))
        {
            GroupResult[] full = [.. network.Where(result => result.Group.Bits == 32)];
            IEnumerable<IGrouping<int, GroupResult>> widths = network.Except(full).GroupBy(result => result.Group.Bits);
            GroupResult[][] quantized = [.. widths.Select(width => full.Concat(width).ToArray())];
            foreach (GroupResult[] compared in quantized.Length > 0 ? quantized : [full])
                yield return compared;
        }
    }
}
