using System.Globalization;
using QuantDsl.CompilerServices;
using QuantDsl.Training;

namespace QuantDsl;

/// <summary>A loss or a gradient is NaN or infinite, so training cannot continue.</summary>
public sealed class TrainingDivergedException : Exception
{
    private readonly string _problem;

    /// <summary>Creates the exception of a step, outside of an epoch.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="phase">The kind of step.</param>
    /// <param name="layer">The parameter whose gradient is NaN or infinite, such as <c>Conv2.weight</c>; null if it is the loss.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    public TrainingDivergedException(long step, TrainingPhase phase, string? layer, float learningRate)
        : this(
            step, epoch: 0, phase, layer,
            layer is null ? "the loss is NaN or infinite" : $"the gradient of {layer} is NaN or infinite", learningRate,
            kept: null, inner: null)
    {
    }

    /// <summary>The loss is NaN or infinite.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="phase">The kind of step.</param>
    /// <param name="layer">The first layer or parameter with such a value; null if there is none, or if it is the input.</param>
    /// <param name="culprit">The layer, parameter or input in words; null if all values of the network are finite.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    internal TrainingDivergedException(long step, TrainingPhase phase, string? layer, string? culprit, float learningRate)
        : this(
            step, epoch: 0, phase, layer,
            culprit is null ? "the loss is NaN or infinite" : $"the loss is NaN or infinite, and so is {culprit}", learningRate,
            kept: null, inner: null)
    {
    }

    /// <summary>The loss is finite, but running statistics of a layer are not.</summary>
    internal static TrainingDivergedException OfStatistics(long step, TrainingPhase phase, string layer, float learningRate) => new(
        step, epoch: 0, phase, layer, $"the running statistics of {layer} would be NaN or infinite", learningRate, kept: null, inner: null);

    internal TrainingDivergedException(TrainingDivergedException inner, int epoch, string kept)
        : this(inner.Step, epoch, inner.Phase, inner.Layer, inner._problem, inner.LearningRate, kept, inner)
    {
    }

    private TrainingDivergedException(
        long step, int epoch, TrainingPhase phase, string? layer, string problem, float learningRate, string? kept, Exception? inner)
        : base(Describe(step, epoch, phase, problem, learningRate, kept), inner)
    {
        _problem = problem;
        Step = step;
        Epoch = epoch;
        Phase = phase;
        Layer = layer;
        LearningRate = learningRate;
    }

    /// <summary>Number of the step, from 1.</summary>
    public long Step { get; }

    /// <summary>Number of the epoch, from 1; 0 outside <c>Fit</c>.</summary>
    public int Epoch { get; }

    /// <summary>The kind of step.</summary>
    public TrainingPhase Phase { get; }

    /// <summary>
    /// The parameter whose gradient is NaN or infinite, such as <c>Conv2.weight</c>, or the layer whose running statistics are. If the loss
    /// itself is: the first parameter with such a value, or else the first layer with such an output, for example <c>Conv2</c>;
    /// <see langword="null"/> if only the input or only the loss is.
    /// </summary>
    public string? Layer { get; }

    /// <summary>The learning rate of the step.</summary>
    public float LearningRate { get; }

    private static string Describe(long step, int epoch, TrainingPhase phase, string problem, float learningRate, string? kept)
    {
        string place = epoch == 0 ? phase.Label() : string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}, {phase.Label()}");
        string result = kept is null ? "" : $" {kept}";
        return string.Create(CultureInfo.InvariantCulture, $"Training stopped at step {step} ({place}): {problem}.{result}") +
            string.Create(CultureInfo.InvariantCulture,
                $" Lower the learning rate (now {learningRate}) or check that the input is normalised and has no NaN.");
    }
}
