namespace QuantDsl.Training;

/// <summary>Which epochs a run has and which of them backtrack.</summary>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="StepsPerEpoch">Number of steps of each.</param>
/// <param name="BaseStage">Stage of the epochs that do not backtrack.</param>
/// <param name="BacktrackPeriod">m: every m-th epoch backtracks; 0: none does.</param>
internal sealed record TrainingSchedule(int Epochs, long StepsPerEpoch, TrainingStage BaseStage, int BacktrackPeriod)
{
    public TrainingStage StageOf(int epoch) =>
        BacktrackPeriod > 0 && epoch % BacktrackPeriod == 0 ? TrainingStage.Backtrack : BaseStage;

    public int BacktrackEpochsAfter(int epoch) => BacktrackPeriod == 0 ? 0 : Epochs / BacktrackPeriod - epoch / BacktrackPeriod;
}
