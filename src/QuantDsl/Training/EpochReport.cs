using System.Text.Json.Serialization;
using QuantDsl.Training;

namespace QuantDsl;

/// <summary>Results of one completed epoch of training.</summary>
public sealed record EpochReport
{
    /// <summary>Number of the epoch, counting from 1, those of earlier runs of the model included.</summary>
    public required int Epoch { get; init; }

    /// <summary>The kind of step taken in the epoch.</summary>
    [JsonPropertyName("stage")]
    public required TrainingPhase Phase { get; init; }

    /// <summary>Learning rate of the epoch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Mean of the minibatch losses of the epoch's steps, each computed before the step changed the weights.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>
    /// Accuracy in [0, 1] on the validation set after the epoch; <see langword="null"/> without a validation set, or for a regression.
    /// </summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>
    /// Mean loss on the validation set after the epoch, computed with quantized weights and running statistics; <see langword="null"/>
    /// without a validation set, or if the loss is NaN or infinite.
    /// </summary>
    public double? ValidationLoss { get; init; }

    /// <summary>
    /// Accuracy in [0, 1] on the test set after the epoch; <see langword="null"/> without a test set, or for a regression.
    /// </summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Mean loss on the test set after the epoch; otherwise like <see cref="ValidationLoss"/>.</summary>
    public double? TestLoss { get; init; }

    /// <summary>
    /// Training time in seconds, from the start of the epoch to the end of its last step; excludes the evaluation that follows.
    /// </summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// The metrics of <see cref="FitOptions.Metrics"/> by name, <see langword="null"/> for one that is NaN or infinite; <see
    /// langword="null"/>, and absent from JSON, without any.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double?>? Metrics { get; init; }

    /// <summary>Number of steps, that is, of minibatches.</summary>
    public required long Steps { get; init; }

    /// <summary>Number of minibatch gradients computed: two per backtrack step, one per other step.</summary>
    public long GradientEvaluations => Phase == TrainingPhase.Backtrack ? 2 * Steps : Steps;

    /// <summary>
    /// Zig-zag measures of each quantized tensor in the epoch, for a model with <see cref="ZigZagAttribute"/>; otherwise <see
    /// langword="null"/> and absent from JSON.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ZigZagMeasures>? ZigZag { get; init; }

    /// <summary>Whether it has losses on other sets than the training set, but no accuracy.</summary>
    internal bool GoesByLoss => (ValidationAccuracy ?? TestAccuracy) is null && (ValidationLoss ?? TestLoss) is not null;

    /// <summary>
    /// The epoch as a line, the same in every culture: <c>epoch 3: train loss 0.04211, validation 98.20%, 12.3 s</c>. What has no accuracy
    /// has its loss there: <c>validation loss 0.05112</c>.
    /// </summary>
    public override string ToString()
    {
        string validation = Words("validation", ValidationAccuracy, ValidationLoss);
        string test = Words("test", TestAccuracy, TestLoss);
        string metrics = Metrics is null ? "" : string.Concat(Metrics.Select(metric => metric.Value is { } value
            ? FormattableString.Invariant($", {metric.Key} {value:G4}")
            : $", {metric.Key} -"));
        return FormattableString.Invariant($"epoch {Epoch}: train loss {TrainLoss:F5}{validation}{test}{metrics}, {Seconds:F1} s");
    }

    private static string Words(string set, double? accuracy, double? loss) => accuracy is not null
        ? $", {set} {EpochTable.Percent(accuracy)}"
        : loss is null ? "" : FormattableString.Invariant($", {set} loss {loss:F5}");
}
