using System.Globalization;
using QuantDsl.CompilerServices;
using QuantDsl.Training;

namespace QuantDsl;

/// <summary>Training met a loss or a gradient that is not finite (NaN or infinite), so going on would only spread it.</summary>
public sealed class TrainingDivergedException : Exception
{
    private readonly string _problem;

    /// <summary>Thrown by a model's step functions, which know nothing of epochs.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="stage">The kind of step.</param>
    /// <param name="layer">The parameter with the gradient that is not finite, such as <c>Conv2.weight</c>; null: the loss is not.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    public TrainingDivergedException(long step, TrainingStage stage, string? layer, float learningRate)
        : this(
            step, epoch: 0, stage, layer, layer is null ? "the loss is not finite" : $"the gradient of {layer} is not finite", learningRate,
            kept: null, inner: null)
    {
    }

    /// <summary>The loss is not finite.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="stage">The kind of step.</param>
    /// <param name="layer">The first layer or parameter that is not finite; null: none, or the input.</param>
    /// <param name="culprit">It or the input in words; null: all of the network's values are finite.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    internal TrainingDivergedException(long step, TrainingStage stage, string? layer, string? culprit, float learningRate)
        : this(
            step, epoch: 0, stage, layer, culprit is null ? "the loss is not finite" : $"the loss is not finite, nor is {culprit}", learningRate,
            kept: null, inner: null)
    {
    }

    /// <summary>The loss is finite, but not the running statistics of a layer.</summary>
    internal static TrainingDivergedException OfStatistics(long step, TrainingStage stage, string layer, float learningRate) => new(
        step, epoch: 0, stage, layer, $"the running statistics of {layer} would not be finite", learningRate, kept: null, inner: null);

    internal TrainingDivergedException(TrainingDivergedException inner, int epoch, string kept)
        : this(inner.Step, epoch, inner.Stage, inner.Layer, inner._problem, inner.LearningRate, kept, inner)
    {
    }

    private TrainingDivergedException(
        long step, int epoch, TrainingStage stage, string? layer, string problem, float learningRate, string? kept, Exception? inner)
        : base(Describe(step, epoch, stage, problem, learningRate, kept), inner)
    {
        _problem = problem;
        Step = step;
        Epoch = epoch;
        Stage = stage;
        Layer = layer;
        LearningRate = learningRate;
    }

    /// <summary>Number of the step, from 1.</summary>
    public long Step { get; }

    /// <summary>Number of the epoch, from 1; 0 outside <c>Fit</c>.</summary>
    public int Epoch { get; }

    /// <summary>The kind of step.</summary>
    public TrainingStage Stage { get; }

    /// <summary>
    /// The parameter whose gradient is not finite, such as <c>Conv2.weight</c>, or the layer whose running statistics are not. When the loss
    /// itself is not: the first parameter that is not finite, else the first layer whose output is not, such as <c>Conv2</c>;
    /// <see langword="null"/> when it is the input or the loss alone.
    /// </summary>
    public string? Layer { get; }

    /// <summary>The learning rate of the step.</summary>
    public float LearningRate { get; }

    private static string Describe(long step, int epoch, TrainingStage stage, string problem, float learningRate, string? kept)
    {
        string place = epoch == 0 ? stage.Label() : string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}, {stage.Label()}");
        string result = kept is null ? "" : $" {kept}";
        return string.Create(CultureInfo.InvariantCulture, $"Training stopped at step {step} ({place}): {problem}.{result}") +
            string.Create(CultureInfo.InvariantCulture,
                $" Lower the learning rate (now {learningRate}) or check that the input is normalised and has no NaN.");
    }
}
