using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The loss of a minibatch and its gradient with respect to the logits. Each position of a sequence that has a label counts as a sample
/// does.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MinibatchLoss
{
    /// <summary>Squared hinge of a sample.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="logits">Logits.</param>
    /// <param name="losses">Receives what each position adds to the loss, [samples][positions].</param>
    /// <param name="gradient">Receives the gradient of the mean loss with respect to the logits.</param>
    /// <param name="sample">The sample.</param>
    public static void SquaredHinge(Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample)
    {
        int positions = logits.Geometry.Width;
        SquaredHingeLoss.Run(
            Of(w, logits, sample), losses + (sample * positions), gradient.Row(sample, 0), logits.Geometry.Channels, new(0, positions));
    }

    /// <summary>Cross-entropy of a sample.</summary>
    /// <inheritdoc cref="SquaredHinge"/>
    public static void CrossEntropy(Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample)
    {
        int positions = logits.Geometry.Width;
        CrossEntropyLoss.Run<Lanes4>(
            Of(w, logits, sample), losses + (sample * positions), gradient.Row(sample, 0), logits.Geometry.Channels, new(0, positions));
    }

    /// <summary>Cross-entropy of a sample, with weights of the classes and label smoothing.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="logits">Logits.</param>
    /// <param name="losses">Receives what each position adds to the loss, [samples][positions].</param>
    /// <param name="gradient">Receives the gradient of the mean loss with respect to the logits.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="smoothing">The part of a label that all classes share.</param>
    public static void WeightedCrossEntropy(
        Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample, float smoothing)
    {
        int positions = logits.Geometry.Width;
        var weighting = new ClassWeighting(smoothing, w.ClassWeights, (float)w.LabelWeight);
        WeightedCrossEntropyLoss.Run<Lanes4>(
            Of(w, logits, sample), weighting, losses + (sample * positions), gradient.Row(sample, 0), logits.Geometry.Channels,
            new(0, positions));
    }

    /// <summary>Squared errors of a sample.</summary>
    /// <inheritdoc cref="SquaredHinge"/>
    public static void Mse(Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample)
    {
        int positions = logits.Geometry.Width;
        MseLoss.Run(
            NumbersOf(w, logits, sample), losses + (sample * positions), gradient.Row(sample, 0), logits.Geometry.Channels,
            new(0, positions));
    }

    /// <summary>Huber's loss of a sample.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="logits">The outputs.</param>
    /// <param name="losses">Receives what each position adds to the loss, [samples][positions].</param>
    /// <param name="gradient">Receives the gradient of the mean loss with respect to the outputs.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="delta">From which error on the loss grows in proportion to it.</param>
    public static void Huber(Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample, float delta)
    {
        int positions = logits.Geometry.Width;
        HuberLoss.Run(
            NumbersOf(w, logits, sample), delta, losses + (sample * positions), gradient.Row(sample, 0), logits.Geometry.Channels,
            new(0, positions));
    }

    /// <summary>Binary cross-entropy of a sample.</summary>
    /// <inheritdoc cref="SquaredHinge"/>
    public static void BceWithLogits(Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample)
    {
        int positions = logits.Geometry.Width;
        BceWithLogitsLoss.Run(
            NumbersOf(w, logits, sample), losses + (sample * positions), gradient.Row(sample, 0), logits.Geometry.Channels,
            new(0, positions));
    }

    /// <summary>The mean loss, for which the pass was made.</summary>
    /// <param name="w">Receives it.</param>
    /// <param name="losses">What each position adds; becomes sums over the samples.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="classes">Logits of a position.</param>
    /// <param name="positions">Positions of a sample.</param>
    public static void MeanOfSquaredHinge(Workspace w, FloatAddress losses, int batch, int classes, int positions = 1) =>
        w.Loss = Mean(w, losses, batch, positions, (double)w.BatchSamples * positions * classes);

    /// <inheritdoc cref="MeanOfSquaredHinge"/>
    public static void MeanOfCrossEntropy(Workspace w, FloatAddress losses, int batch, int classes, int positions = 1) =>
        w.Loss = Mean(w, losses, batch, positions, (double)w.BatchSamples * positions);

    /// <inheritdoc cref="MeanOfSquaredHinge"/>
    public static void MeanOfWeightedCrossEntropy(Workspace w, FloatAddress losses, int batch, int classes, int positions = 1) =>
        w.Loss = Mean(w, losses, batch, positions, w.LabelWeight);

    /// <summary>The mean loss where labels are numbers, over samples, positions and outputs.</summary>
    /// <inheritdoc cref="MeanOfSquaredHinge"/>
    public static void MeanOfNumbers(Workspace w, FloatAddress losses, int batch, int classes, int positions = 1) =>
        MeanOfSquaredHinge(w, losses, batch, classes, positions);

    private static float Mean(Workspace w, float* losses, int batch, int positions, double terms)
    {
        MeanLoss.AddSamples(losses, positions, new BatchShards(batch, w.Samples));
        w.Shared?.SumAndAsk(new Span<float>(losses, positions));
        return MeanLoss.Of(losses, positions, terms);
    }

    /// <summary>The positions of a sample as a batch.</summary>
    private static ClassificationBatch Of(Workspace w, in ImageBatch logits, int sample)
    {
        int positions = logits.Geometry.Width, classes = logits.Geometry.Channels;
        return new(logits.Row(sample, 0), classes, w.Labels + ((nint)sample * positions), w.BatchSamples * positions, classes);
    }

    /// <summary>The same where labels are numbers.</summary>
    private static NumberBatch NumbersOf(Workspace w, in ImageBatch outputs, int sample)
    {
        int positions = outputs.Geometry.Width, width = outputs.Geometry.Channels;
        float* labels = w.NumberLabels + ((nint)sample * positions * width);
        return new(outputs.Row(sample, 0), width, labels, w.BatchSamples * positions, width);
    }
}
