namespace QuantDsl.Training;

/// <summary>What the live progress line shows.</summary>
/// <param name="Epoch">The current epoch, counting from 1.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Phase">The kind of step taken in the epoch.</param>
/// <param name="Steps">Number of completed steps of the epoch.</param>
/// <param name="StepsPerEpoch">Number of steps per epoch.</param>
/// <param name="Loss">Mean loss of the completed steps.</param>
/// <param name="Seconds">Time of the completed steps in seconds.</param>
/// <param name="Remaining">Estimated remaining time of the whole run; null if not yet known.</param>
internal readonly record struct ProgressState(
    int Epoch, int Epochs, TrainingPhase Phase, long Steps, long StepsPerEpoch, double Loss, double Seconds, TimeSpan? Remaining);
