using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>
/// Rejects reports with impossible values in well-formed JSON: numbers that a reader would use to count, index or display.
/// </summary>
internal static class ReportCheck
{
    /// <summary>Longer than any epoch; its product with the number of epochs of a file is still finite.</summary>
    private const long MostSteps = 1L << 40;

    private static readonly double MostSeconds = TimeSpan.MaxValue.TotalSeconds / 2;

    /// <summary>Describes the first problem, beginning with its location; null if there is none.</summary>
    public static string? Problem(TrainingReport report)
    {
        int first = report.Epochs.Count > 0 && report.Epochs[0] is EpochReport { Epoch: >= 1 and var number } ? number : 1;
        for (int index = 0; index < report.Epochs.Count; index++)
        {
            // RespectNullableAnnotations does not look at the elements of lists.
            if (report.Epochs[index] is not EpochReport epoch)
                return Invariant($"epochs[{index}] is null");
            if (epoch.Epoch != first + (long)index)
                return Invariant($"epochs[{index}].epoch is {epoch.Epoch} instead of {first + (long)index}");
            if (Problem(epoch) is { } problem)
                return Invariant($"epochs[{index}].{problem}");
        }
        if (report.BestEpoch is { } best && (best < first || best > first + (long)report.Epochs.Count - 1))
            return Invariant($"bestEpoch is {best}, of {report.Epochs.Count} epochs");
        return Accuracy("testAccuracy", report.TestAccuracy)
            ?? Accuracy("bestValidationAccuracy", report.BestValidationAccuracy)
            ?? Accuracy("testAccuracyAtBestValidation", report.TestAccuracyAtBestValidation)
            ?? Finite("testLoss", report.TestLoss)
            ?? Finite("bestValidationLoss", report.BestValidationLoss)
            ?? Finite("testLossAtBestValidation", report.TestLossAtBestValidation)
            ?? Seconds("seconds", report.Seconds)
            ?? (report.ClassMetrics is { } metrics ? Problem(metrics) : null);
    }

    /// <summary>As <see cref="Problem(TrainingReport)"/>, for seconds.</summary>
    public static string? Seconds(string name, double value) => value >= 0 && value <= MostSeconds ? null : Invariant($"{name} is {value}");

    /// <summary>As <see cref="Problem(TrainingReport)"/>, for a number that JSON can hold.</summary>
    public static string? Finite(string name, double? value) =>
        value is null || double.IsFinite(value.Value) ? null : Invariant($"{name} is {value}");

    private static string? Problem(EpochReport epoch)
    {
        if (!Enum.IsDefined(epoch.Phase))
            return Invariant($"stage is {(int)epoch.Phase}");
        if (epoch.Steps is < 1 or > MostSteps)
            return Invariant($"steps is {epoch.Steps}");
        return Finite("learningRate", epoch.LearningRate)
            ?? Finite("trainLoss", epoch.TrainLoss)
            ?? Accuracy("validationAccuracy", epoch.ValidationAccuracy)
            ?? Finite("validationLoss", epoch.ValidationLoss)
            ?? Accuracy("testAccuracy", epoch.TestAccuracy)
            ?? Finite("testLoss", epoch.TestLoss)
            ?? Seconds("seconds", epoch.Seconds)
            ?? (epoch.ZigZag ?? []).Select(Problem).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The table of classes goes by the number of rows.</summary>
    private static string? Problem(ClassMetrics metrics)
    {
        int classes = metrics.Confusion.Count;
        if (classes == 0 || metrics.Precision.Count != classes || metrics.Recall.Count != classes
            || metrics.Confusion.Any(row => row is null || row.Count != classes || row.Any(number => number < 0)))
        {
            return "classMetrics has another number of classes in confusion than in precision or recall";
        }
        return Accuracy("classMetrics.accuracy", metrics.Accuracy)
            ?? metrics.Precision.Concat(metrics.Recall).Concat(metrics.TopAccuracy.Select(accuracy => (double?)accuracy))
                .Select(fraction => Accuracy("classMetrics", fraction)).FirstOrDefault(problem => problem is not null);
    }

    private static string? Problem(ZigZagMeasures? measures) => measures is null
        ? "zigZag has an element that is null"
        : Finite("zigZag.levelFlips", measures.LevelFlips)
            ?? Finite("zigZag.largestSwing", measures.LargestSwing)
            ?? Finite("zigZag.signChanges", measures.SignChanges)
            ?? Finite("zigZag.gradientCosine", measures.GradientCosine)
            ?? Finite("zigZag.trialCosine", measures.TrialCosine);

    private static string? Accuracy(string name, double? value) =>
        value is null or (>= 0 and <= 1) ? null : Invariant($"{name} is {value}");
}
