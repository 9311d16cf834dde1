using System.Text.Json.Serialization;

namespace QuantDsl;

/// <summary>What one completed epoch of training gave.</summary>
public sealed record EpochReport
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The kind of step that the epoch took.</summary>
    public required TrainingStage Stage { get; init; }

    /// <summary>Learning rate of the epoch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Mean over the epoch's steps of the minibatch loss, each taken before the step changed the weights.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Accuracy in [0, 1] on the validation set after the epoch; <see langword="null"/> without one.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>
    /// Mean loss on the validation set after the epoch, with quantized weights and running statistics; <see langword="null"/> without such
    /// a set, or if the loss is not finite.
    /// </summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy in [0, 1] on the test set after the epoch; <see langword="null"/> without one.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>As <see cref="ValidationLoss"/>, on the test set.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Seconds of training: from its start to the end of its last step, without the evaluation that follows.</summary>
    public required double Seconds { get; init; }

    /// <summary>Number of steps (minibatches).</summary>
    public required long Steps { get; init; }

    /// <summary>Number of times that the gradient of a minibatch was computed: a backtrack step takes two, the others one.</summary>
    public long GradientEvaluations => Stage == TrainingStage.Backtrack ? 2 * Steps : Steps;

    /// <summary>
    /// How each quantized tensor moved in the epoch, in a model with <see cref="ZigZagAttribute"/>; else <see langword="null"/>, and absent
    /// from JSON.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ZigZagMeasures>? ZigZag { get; init; }
}
