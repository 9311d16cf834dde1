using System.Globalization;
using Experiments.Runs;
using static System.FormattableString;

namespace Experiments.Tables;

/// <summary>The table of results, one row per group.</summary>
/// <param name="groups">The groups.</param>
/// <param name="reach">Test accuracies, in percent, for which the table shows when they were reached.</param>
internal sealed class ResultTable(IReadOnlyList<GroupResult> groups, IReadOnlyList<double> reach)
{
    private const string Missing = "-";

    /// <summary>The table for people: means with standard deviations.</summary>
    public TextTable ForPeople()
    {
        List<(string Name, Func<GroupResult, string> Cell)> columns =
        [
            ("network", result => result.Group.Network),
            ("bits", result => Number(result.Group.Bits)),
            ("method", result => result.Group.Method.Title()),
            ("period", result => Number(result.Group.Period)),
            ("blend", result => Number(result.Group.Blend)),
            ("seeds", result => Number(result.Runs.Count)),
            ("test %", result => WithSpread(result.Test, 2)),
            ("paper %", result => Paper.For(result.Group) is { } percent ? Invariant($"{percent:F2}") : Missing),
            ("validation %", result => WithSpread(result.Validation, 2)),
        ];
        if (groups.Any(result => result.TestLoss is not null))
            columns.Add(("test loss", result => result.TestLoss is { } loss ? WithSpread(loss, 4) : Missing));
        foreach (double percent in reach)
            columns.Add((Invariant($"epochs to {percent} %"), result => Count(Reach.Of(result.Runs, percent).Epochs)));
        foreach (double percent in reach)
            columns.Add((Invariant($"gradients to {percent} %"), result => Count(Reach.Of(result.Runs, percent).Gradients)));
        foreach (ZigZagMeasure measure in ZigZagMeasure.All.Where(measure => measure.IsIn(groups)))
            columns.Add((measure.Title, result => measure.AtTheEnd(result) is { } sample ? WithSpread(sample, measure.Digits) : Missing));
        columns.Add(("training s", result => WithSpread(result.Seconds, 0)));
        return Table(columns);
    }

    /// <summary>The table for programs: one number per cell, without rounding.</summary>
    public TextTable ForPrograms()
    {
        List<(string Name, Func<GroupResult, string> Cell)> columns =
        [
            ("network", result => result.Group.Network),
            ("bits", result => Number(result.Group.Bits)),
            ("method", result => result.Group.Method.Name()),
            ("period", result => Raw(result.Group.Period)),
            ("blend", result => Raw(result.Group.Blend)),
            ("seeds", result => Number(result.Runs.Count)),
            ("test_mean", result => Raw(result.Test.Mean)),
            ("test_deviation", result => Raw(result.Test.Deviation)),
            ("paper", result => Raw(Paper.For(result.Group))),
            ("validation_mean", result => Raw(result.Validation.Mean)),
            ("validation_deviation", result => Raw(result.Validation.Deviation)),
            ("test_loss_mean", result => Raw(result.TestLoss?.Mean)),
            ("test_loss_deviation", result => Raw(result.TestLoss?.Deviation)),
        ];
        foreach (double percent in reach)
            columns.Add((Invariant($"epochs_to_{percent}"), result => Raw(Reach.Of(result.Runs, percent).Epochs)));
        foreach (double percent in reach)
            columns.Add((Invariant($"gradients_to_{percent}"), result => Raw(Reach.Of(result.Runs, percent).Gradients)));
        foreach (ZigZagMeasure measure in ZigZagMeasure.All)
            columns.Add((measure.Name, result => Raw(measure.AtTheEnd(result)?.Mean)));
        columns.Add(("training_seconds_mean", result => Raw(result.Seconds.Mean)));
        columns.Add(("training_seconds_deviation", result => Raw(result.Seconds.Deviation)));
        return Table(columns);
    }

    /// <summary>Formats mean ± standard deviation; only the mean if there is one number.</summary>
    public static string WithSpread(Sample sample, int digits)
    {
        string format = "F" + digits.ToString(CultureInfo.InvariantCulture);
        string mean = sample.Mean.ToString(format, CultureInfo.InvariantCulture);
        return sample.Count == 1 ? mean : $"{mean} ± {sample.Deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private TextTable Table(List<(string Name, Func<GroupResult, string> Cell)> columns) =>
        new([.. columns.Select(column => column.Name)], [.. groups.Select(result => columns.ConvertAll(column => column.Cell(result)))]);

    private static string Number(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? Missing;

    private static string Count(double count) => double.IsFinite(count) ? Invariant($"{count:F0}") : Missing;

    private static string Raw(double? number) => number is { } value && double.IsFinite(value) ? Invariant($"{value:R}") : "";
}
