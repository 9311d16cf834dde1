namespace QuantDsl.CompilerServices;

/// <summary>Creates the exceptions of steps that diverged.</summary>
internal static class Divergence
{
    /// <summary>The loss is NaN or infinite.</summary>
    /// <param name="diagnosis">What was found to be NaN or infinite.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="phase">The kind of step.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    public static TrainingDivergedException OfLoss(Diagnosis diagnosis, long step, TrainingPhase phase, float learningRate) =>
        new(step, phase, diagnosis.Layer, diagnosis.Culprit, learningRate);

    /// <summary>A gradient is NaN or infinite, or so large that the curvature is.</summary>
    public static TrainingDivergedException OfGradient(string parameter, TrainingPhase phase, in AdamStep step) =>
        new(step.Number, phase, parameter, step.LearningRate);

    /// <summary>The loss is finite, but the outputs of a layer are so large that its running mean or variance is not.</summary>
    public static TrainingDivergedException OfStatistics(string layer, TrainingPhase phase, in AdamStep step) =>
        TrainingDivergedException.OfStatistics(step.Number, phase, layer, step.LearningRate);
}
