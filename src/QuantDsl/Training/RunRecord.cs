namespace QuantDsl.Training;

/// <summary>The completed epochs of a run, and which of them is the best.</summary>
/// <param name="run">The report of the run without its results.</param>
internal sealed class RunRecord(TrainingReport run)
{
    private readonly List<EpochReport> _epochs = [];

    /// <summary>The report of the run without its results.</summary>
    public TrainingReport Run => run;

    /// <summary>The completed epochs, in order.</summary>
    public IReadOnlyList<EpochReport> Epochs => _epochs;

    /// <summary>
    /// The epoch of the highest validation accuracy, of a regression that of the lowest validation loss, the earliest in case of ties;
    /// without a validation set, the last one; null if no epoch was completed.
    /// </summary>
    public EpochReport? Best { get; private set; }

    /// <summary>Whether the best epoch is the last one.</summary>
    public bool EndsWithBest => Best is not null && Best == _epochs[^1];

    /// <summary>Whether the model has no accuracy, so that the loss on the validation set decides which epoch is the best.</summary>
    public bool GoesByLoss { get; set; }

    /// <summary>Epochs that are done since the best; 0 without a validation set.</summary>
    public int EpochsSinceBest => Best is null ? 0 : _epochs[^1].Epoch - Best.Epoch;

    /// <summary>The loss after each epoch: on the validation set or, without one, that of training.</summary>
    public double[] Losses
    {
        get
        {
            // A loss that is not finite is not in the report.
            bool isValidated = _epochs.Exists(epoch => (epoch.ValidationAccuracy ?? epoch.ValidationLoss) is not null);
            return [.. _epochs.Select(epoch => isValidated ? epoch.ValidationLoss ?? double.NaN : epoch.TrainLoss)];
        }
    }

    /// <summary>Adds an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="isValidated">Whether there is a validation set.</param>
    /// <returns>Whether it is the best so far; always true without a validation set.</returns>
    public bool Add(EpochReport epoch, bool isValidated)
    {
        _epochs.Add(epoch);
        bool isBest = Best is null || !isValidated
            || (GoesByLoss ? IsLess(epoch.ValidationLoss, Best.ValidationLoss) : epoch.ValidationAccuracy > Best.ValidationAccuracy);
        if (isBest) Best = epoch;
        return isBest;
    }

    /// <summary>A loss that is not finite, for which the report has none, is more than any other.</summary>
    private static bool IsLess(double? loss, double? than) => loss is { } value && (than is null || value < than);

    /// <summary>Begins with the epochs of a report, which <see cref="RunProgress.FromJson"/> has checked.</summary>
    public void Resume(TrainingReport report)
    {
        _epochs.AddRange(report.Epochs);
        Best = _epochs.FirstOrDefault(epoch => epoch.Epoch == report.BestEpoch);
    }

    /// <summary>The report of the run until now.</summary>
    /// <param name="test">
    /// Test accuracy in [0, 1] of the current weights of the model, or their test loss in a regression; null if they were not evaluated.
    /// </param>
    /// <param name="cancelled">Whether the run was cancelled.</param>
    /// <param name="seconds">How long it has taken.</param>
    public TrainingReport Report(double? test, bool cancelled, double seconds) => Run with
    {
        TestAccuracy = GoesByLoss ? null : test,
        TestLoss = GoesByLoss ? test : null,
        BestValidationAccuracy = Best?.ValidationAccuracy,
        BestEpoch = Best?.Epoch,
        TestAccuracyAtBestValidation = Best?.TestAccuracy,
        BestValidationLoss = GoesByLoss ? Best?.ValidationLoss : null,
        TestLossAtBestValidation = GoesByLoss ? Best?.TestLoss : null,
        Cancelled = cancelled,
        Seconds = seconds,
        Epochs = [.. _epochs],
    };
}
