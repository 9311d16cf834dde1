using System.Globalization;
using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>The table of epochs in plain text. On a narrow terminal the least important columns are omitted.</summary>
internal sealed class EpochTable
{
    private const string Gap = "  ";
    private readonly List<Column> _columns;

    /// <param name="epochs">Number of epochs of the run.</param>
    /// <param name="width">Maximum length of a row in characters.</param>
    /// <param name="goesByLoss">Whether there is no accuracy to show.</param>
    public EpochTable(int epochs, int width, bool goesByLoss = false)
    {
        _columns =
        [
            new("epoch", Math.Max(5, Count(epochs, epochs).Length), 8, r => Count(r.Epoch, epochs)),
            new("phase", -9, 4, r => r.Phase.Label()),
            new("lr", 8, 1, r => Invariant($"{r.LearningRate:G3}")),
            new("train loss", 10, 7, r => Invariant($"{r.TrainLoss:F5}")),
            .. goesByLoss ? (Column[])[] : [new("validation", 10, 6, r => Percent(r.ValidationAccuracy))],
            new("validation loss", 15, goesByLoss ? 6 : 0, r => Loss(r.ValidationLoss)),
            goesByLoss ? new("test loss", 9, 5, r => Loss(r.TestLoss)) : new("test", 7, 5, r => Percent(r.TestAccuracy)),
            new("seconds", 8, 3, r => Invariant($"{r.Seconds:F1}")),
            new("steps/s", 7, 2, r => Rate(r.Steps / r.Seconds)),
        ];
        while (_columns.Count > 1 && _columns.Sum(c => Math.Abs(c.Width) + Gap.Length) - Gap.Length > width)
            _columns.Remove(_columns.MinBy(c => c.Rank)!);
    }

    public string Header => Line(c => c.Name);

    public string Row(EpochReport epoch) => Line(c => c.Text(epoch));

    /// <summary>Formats "7/20", padded to the width of "20/20".</summary>
    public static string Count(int epoch, int epochs) => Invariant($"{epoch}/{epochs}").PadLeft(2 * Digits(epochs) + 1);

    public static string Percent(double? accuracy) => accuracy is { } a ? Invariant($"{100 * a:F2}%") : "-";

    private static string Loss(double? value) => value is { } loss ? Invariant($"{loss:F5}") : "-";

    /// <summary>Formats a rate with at least three significant digits: 0.0421, 4.21, 42.1, 421.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 0.9995 and < 9.995 => Invariant($"{perSecond:F2}"),
        >= 9.995 and < 99.95 => Invariant($"{perSecond:F1}"),
        >= 99.95 and < 1e6 => Invariant($"{perSecond:F0}"),
        > 0 and < 0.9995 => Invariant($"{perSecond:G3}"),
        _ => "-",
    };

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private string Line(Func<Column, string> cell) =>
        string.Join(Gap, _columns.Select(c => c.Width < 0 ? cell(c).PadRight(-c.Width) : cell(c).PadLeft(c.Width))).TrimEnd();

    /// <param name="Name">The header.</param>
    /// <param name="Width">Width in characters; negative: aligned to the left.</param>
    /// <param name="Rank">Importance: the column with the lowest rank is omitted first.</param>
    /// <param name="Text">Formats a cell.</param>
    private sealed record Column(string Name, int Width, int Rank, Func<EpochReport, string> Text);
}
