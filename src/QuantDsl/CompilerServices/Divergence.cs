using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Makes the exceptions of steps that cannot go on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Divergence
{
    /// <summary>The loss is infinite or NaN.</summary>
    /// <param name="diagnosis">Where it comes from.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="stage">The kind of step.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    public static TrainingDivergedException OfLoss(Diagnosis diagnosis, long step, TrainingStage stage, float learningRate) =>
        new(step, stage, diagnosis.Layer, diagnosis.Culprit, learningRate);

    /// <summary>A gradient is not finite, or so large that the curvature is not.</summary>
    public static TrainingDivergedException OfGradient(string parameter, TrainingStage stage, in AdamStep step) =>
        new(step.Number, stage, parameter, step.LearningRate);

    /// <summary>The outputs of a layer are so large that its running mean or variance would not be finite, although the loss is.</summary>
    internal static TrainingDivergedException OfStatistics(string layer, TrainingStage stage, in AdamStep step) =>
        TrainingDivergedException.OfStatistics(step.Number, stage, layer, step.LearningRate);
}
