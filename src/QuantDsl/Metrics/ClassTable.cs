using System.Globalization;
using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>Metrics of classes as text.</summary>
internal static class ClassTable
{
    private const int MostColumns = 20;

    /// <summary>The numbers, then a line for each class.</summary>
    public static string Of(ClassMetrics metrics)
    {
        int classes = metrics.Recall.Count;
        string[] names = [.. Enumerable.Range(0, classes).Select(c => NameOf(metrics, c))];
        int name = Math.Max("class".Length, names.Max(text => text.Length));
        string top = string.Join(
            ", ", metrics.TopAccuracy.Skip(1).Select((accuracy, i) => Invariant($"top-{i + 2} {EpochTable.Percent(accuracy)}")));
        string calibration = metrics.CalibrationError is { } error ? Invariant($"{error:F4}") : "-";
        string first = $"accuracy {EpochTable.Percent(metrics.Accuracy)}{(top.Length == 0 ? "" : $", {top}")}, "
            + $"expected calibration error {calibration}";

        bool hasMatrix = classes <= MostColumns;
        int width = hasMatrix ? metrics.Confusion.Max(row => row.Max(n => Text(n).Length)) : 0;
        width = Math.Max(width, Text(classes - 1).Length);
        string head = $"{"class".PadRight(name)}  precision   recall"
            + (hasMatrix ? "  predicted as " + string.Join(" ", Enumerable.Range(0, classes).Select(c => Text(c).PadLeft(width))) : "");
        IEnumerable<string> rows = Enumerable.Range(0, classes).Select(c =>
            $"{names[c].PadRight(name)}  {EpochTable.Percent(metrics.Precision[c]),9}  {EpochTable.Percent(metrics.Recall[c]),7}"
            + (hasMatrix
                ? new string(' ', "  predicted as ".Length) + string.Join(" ", metrics.Confusion[c].Select(n => Text(n).PadLeft(width)))
                : ""));
        return string.Join("\n", [first, head, .. rows]);
    }

    private static string NameOf(ClassMetrics metrics, int number) =>
        metrics.ClassNames is { } names && number < names.Count ? $"{Text(number)} {names[number]}" : Text(number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
