namespace QuantDsl.Training;

internal static class TrainingStageLabels
{
    /// <summary>The stage's name in texts for people.</summary>
    public static string Label(this TrainingStage stage) => stage switch
    {
        TrainingStage.Adam => "Adam",
        TrainingStage.Laq => "LAQ",
        TrainingStage.Backtrack => "backtrack",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };
}
