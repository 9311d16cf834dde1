namespace QuantDsl.Runtime;

/// <summary>Makes the exceptions of steps that cannot go on.</summary>
public static class Divergence
{
    /// <summary>The loss is infinite or NaN; nothing was updated.</summary>
    public static TrainingDivergedException OfLoss(float loss, long step, ForwardPass pass, float learningRate) =>
        new(step, pass == ForwardPass.Trial ? TrainingStage.Backtrack : TrainingStage.Laq, layer: null, learningRate);

    /// <summary>A gradient is not finite, or so large that the curvature is not.</summary>
    public static TrainingDivergedException OfGradient(string parameter, UpdateStage stage, in AdamStep step) =>
        new(step.Number, stage == UpdateStage.Laq ? TrainingStage.Laq : TrainingStage.Backtrack, parameter, step.LearningRate);
}
