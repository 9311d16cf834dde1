using QuantDsl;

namespace Experiments.Runs;

/// <summary>The last line of a finished run.</summary>
internal sealed record RunSummary
{
    /// <summary>The epoch of the highest validation accuracy, the earliest on ties.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Validation accuracy in [0, 1] there.</summary>
    public required double BestValidationAccuracy { get; init; }

    /// <summary>Test accuracy in [0, 1] there: the run's result.</summary>
    public required double TestAccuracyAtBestValidation { get; init; }

    /// <summary>Number of gradients of minibatches that were computed: two in a step that backtracks.</summary>
    public required long GradientEvaluations { get; init; }

    /// <summary>Seconds of training without evaluation.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Of a run's epochs.</summary>
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
