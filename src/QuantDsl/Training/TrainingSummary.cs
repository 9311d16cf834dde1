using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>The line shown on a terminal at the end of a run.</summary>
internal static class TrainingSummary
{
    public static string Of(TrainingReport report, int epochs)
    {
        string time = ProgressLine.Duration(TimeSpan.FromSeconds(report.Seconds));
        string start = report.Cancelled
            ? Invariant($"stopped after {report.Epochs.Count} of {epochs} epochs, {time}")
            : Invariant($"{epochs} epochs in {time}");
        string test = report.TestAccuracy is { } t ? $"; test {EpochTable.Percent(t)}" : "";
        string best = report.BestValidationAccuracy is { } v
            ? Invariant($"; best validation {EpochTable.Percent(v)} in epoch {report.BestEpoch}") +
                (report.TestAccuracyAtBestValidation is { } b ? $" (test {EpochTable.Percent(b)})" : "")
            : "";
        return start + test + best;
    }
}
