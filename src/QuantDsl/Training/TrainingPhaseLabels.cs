namespace QuantDsl.Training;

internal static class TrainingPhaseLabels
{
    /// <summary>The name shown in tables and messages.</summary>
    public static string Label(this TrainingPhase phase) => phase switch
    {
        TrainingPhase.Adam => "Adam",
        TrainingPhase.Laq => "LAQ",
        TrainingPhase.Backtrack => "backtrack",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };
}
