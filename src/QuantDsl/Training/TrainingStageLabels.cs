namespace QuantDsl.Training;

internal static class TrainingStageLabels
{
    /// <summary>The name shown in tables and messages.</summary>
    public static string Label(this TrainingStage stage) => stage switch
    {
        TrainingStage.Adam => "Adam",
        TrainingStage.Laq => "LAQ",
        TrainingStage.Backtrack => "backtrack",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };
}
