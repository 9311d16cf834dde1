using QuantDsl;

namespace Experiments.Runs;

/// <summary>The last line of a finished run.</summary>
internal sealed record RunSummary
{
    /// <summary>The epoch with the highest validation accuracy, the earliest in case of ties.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Validation accuracy in [0, 1] in that epoch.</summary>
    public required double BestValidationAccuracy { get; init; }

    /// <summary>Test accuracy in [0, 1] in that epoch, the result of the run.</summary>
    public required double TestAccuracyAtBestValidation { get; init; }

    /// <summary>Number of minibatch gradients computed: two per backtrack step, one per other step.</summary>
    public required long GradientEvaluations { get; init; }

    /// <summary>Training time in seconds, without evaluation.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>What the model of the best epoch makes of each class of the test set; null unless it was asked for.</summary>
    public ClassMetrics? ClassMetrics { get; init; }

    /// <summary>Summarises a run's epochs.</summary>
    public static RunSummary Of(IReadOnlyList<EpochReport> epochs)
    {
        EpochReport best = epochs.MaxBy(epoch => epoch.ValidationAccuracy!.Value)!;
        return new RunSummary
        {
            BestEpoch = best.Epoch,
            BestValidationAccuracy = best.ValidationAccuracy!.Value,
            TestAccuracyAtBestValidation = best.TestAccuracy!.Value,
            GradientEvaluations = epochs.Sum(epoch => epoch.GradientEvaluations),
            TrainingSeconds = epochs.Sum(epoch => epoch.Seconds),
        };
    }
}
