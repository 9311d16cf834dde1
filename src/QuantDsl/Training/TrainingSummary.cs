using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>The line shown at the end of a run.</summary>
internal static class TrainingSummary
{
    /// <summary>Composes it.</summary>
    /// <param name="report">The run.</param>
    /// <param name="epochs">Epochs that it was to have; null if that is not known.</param>
    /// <param name="restored">Whether the model has the weights of its best epoch again, instead of the last ones.</param>
    public static string Of(TrainingReport report, int? epochs, bool restored = false)
    {
        string time = ProgressLine.Duration(TimeSpan.FromSeconds(report.Seconds));
        string ofAll = epochs is { } number ? Invariant($" of {number}") : "";
        string start = report.Cancelled
            ? Invariant($"stopped after {report.Epochs.Count}{ofAll} {Epochs(epochs ?? report.Epochs.Count)}, {time}")
            : Invariant($"{report.Epochs.Count} {Epochs(report.Epochs.Count)} in {time}");
        if (report.StoppedEarly)
            start = Invariant($"stopped early after {report.Epochs.Count}{ofAll} {Epochs(epochs ?? report.Epochs.Count)}, {time}");
        string test = report.TestAccuracy is { } t ? $"; test {EpochTable.Percent(t)}" : "";
        string best = report.BestValidationAccuracy is { } v
            ? Invariant($"; best validation {EpochTable.Percent(v)} in epoch {report.BestEpoch}") +
                (report.TestAccuracyAtBestValidation is { } b ? $" (test {EpochTable.Percent(b)})" : "")
            : "";
        int waited = report is { StoppedEarly: true, BestEpoch: { } bestEpoch, Epochs: [.., var last] } ? last.Epoch - bestEpoch : 0;
        string why = waited > 0 ? Invariant($"; none was better for {waited} {Epochs(waited)}") : "";
        return start + test + best + why + (restored ? Invariant($"; the model has the weights of epoch {report.BestEpoch}") : "");
    }

    private static string Epochs(int number) => number == 1 ? "epoch" : "epochs";
}
