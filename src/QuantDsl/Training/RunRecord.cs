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
    /// The epoch of the highest validation accuracy, the earliest in case of ties; without a validation set, the last one; null if no epoch
    /// was completed.
    /// </summary>
    public EpochReport? Best { get; private set; }

    /// <summary>Whether the best epoch is the last one.</summary>
    public bool EndsWithBest => Best is not null && Best == _epochs[^1];

    /// <summary>Epochs that are done since the best; 0 without a validation set.</summary>
    public int EpochsSinceBest => Best is null ? 0 : _epochs[^1].Epoch - Best.Epoch;

    /// <summary>The loss after each epoch: on the validation set or, without one, that of training.</summary>
    public double[] Losses =>
        [.. _epochs.Select(epoch => epoch.ValidationAccuracy is null ? epoch.TrainLoss : epoch.ValidationLoss ?? double.NaN)];

    /// <summary>Adds an epoch.</summary>
    /// <returns>Whether it is the best so far; always true without a validation set.</returns>
    public bool Add(EpochReport epoch)
    {
        _epochs.Add(epoch);
        bool isBest = Best is null || epoch.ValidationAccuracy is null || epoch.ValidationAccuracy > Best.ValidationAccuracy;
        if (isBest) Best = epoch;
        return isBest;
    }

    /// <summary>Begins with the epochs of a report, which <see cref="RunProgress.FromJson"/> has checked.</summary>
    public void Resume(TrainingReport report)
    {
        _epochs.AddRange(report.Epochs);
        Best = _epochs.FirstOrDefault(epoch => epoch.Epoch == report.BestEpoch);
    }

    /// <summary>The report of the run until now.</summary>
    /// <param name="testAccuracy">Test accuracy in [0, 1] of the current weights of the model; null if they were not evaluated.</param>
    /// <param name="cancelled">Whether the run was cancelled.</param>
    /// <param name="seconds">How long it has taken.</param>
    public TrainingReport Report(double? testAccuracy, bool cancelled, double seconds) => Run with
    {
        TestAccuracy = testAccuracy,
        BestValidationAccuracy = Best?.ValidationAccuracy,
        BestEpoch = Best?.Epoch,
        TestAccuracyAtBestValidation = Best?.TestAccuracy,
        Cancelled = cancelled,
        Seconds = seconds,
        Epochs = [.. _epochs],
    };
}
