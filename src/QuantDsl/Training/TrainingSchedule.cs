namespace QuantDsl.Training;

/// <summary>The epochs of a run, and which of them backtrack.</summary>
/// <param name="First">Number of the first epoch: 1, or more for a model that was trained before.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="StepsPerEpoch">Number of steps per epoch.</param>
/// <param name="BasePhase">The kind of step in epochs that do not backtrack.</param>
/// <param name="BacktrackPeriod">The paper's m: every m-th epoch backtracks; 0: no epoch does.</param>
internal sealed record TrainingSchedule(int First, int Epochs, long StepsPerEpoch, TrainingPhase BasePhase, int BacktrackPeriod)
{
    /// <summary>Number of the last epoch.</summary>
    public int Last => First + Epochs - 1;

    public TrainingPhase PhaseOf(int epoch) =>
        BacktrackPeriod > 0 && epoch % BacktrackPeriod == 0 ? TrainingPhase.Backtrack : BasePhase;

    public int BacktrackEpochsAfter(int epoch) => BacktrackPeriod == 0 ? 0 : Last / BacktrackPeriod - epoch / BacktrackPeriod;
}
