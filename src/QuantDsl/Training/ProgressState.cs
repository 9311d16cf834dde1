namespace QuantDsl.Training;

/// <summary>What the live progress line shows.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Stage">Its kind of step.</param>
/// <param name="Steps">Steps done in the epoch.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="Loss">Mean loss of these steps.</param>
/// <param name="Seconds">Seconds that they took.</param>
/// <param name="Remaining">Estimated time left of the whole run; null: not known yet.</param>
internal readonly record struct ProgressState(
    int Epoch, int Epochs, TrainingStage Stage, long Steps, long StepsPerEpoch, double Loss, double Seconds, TimeSpan? Remaining);
