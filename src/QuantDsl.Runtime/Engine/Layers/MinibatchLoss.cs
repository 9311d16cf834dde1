using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The loss of a minibatch and its gradient with respect to the logits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MinibatchLoss
{
    /// <summary>Squared hinge of a sample.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="logits">Logits.</param>
    /// <param name="losses">Receives what the sample adds to the loss, [samples].</param>
    /// <param name="gradient">Receives the gradient of the mean loss with respect to the logits.</param>
    /// <param name="sample">The sample.</param>
    public static void SquaredHinge(Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample) =>
        SquaredHingeLoss.Run(Batch(w, logits), losses, gradient.Data, gradient.Geometry.SampleStride, UnitRange.One(sample));

    /// <summary>Cross-entropy of a sample.</summary>
    /// <inheritdoc cref="SquaredHinge"/>
    public static void CrossEntropy(Workspace w, in ImageBatch logits, FloatAddress losses, in ImageBatch gradient, int sample) =>
        CrossEntropyLoss.Run<Lanes4>(Batch(w, logits), losses, gradient.Data, gradient.Geometry.SampleStride, UnitRange.One(sample));

    /// <summary>The mean loss, for which the pass was made.</summary>
    /// <param name="w">Receives it.</param>
    /// <param name="losses">What each sample adds.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="classes">Logits of a sample.</param>
    public static void MeanOfSquaredHinge(Workspace w, FloatAddress losses, int batch, int classes) =>
        w.Loss = MeanLoss.Of(losses, new BatchShards(batch, w.Samples), w.Samples * classes);

    /// <inheritdoc cref="MeanOfSquaredHinge"/>
    public static void MeanOfCrossEntropy(Workspace w, FloatAddress losses, int batch, int classes) =>
        w.Loss = MeanLoss.Of(losses, new BatchShards(batch, w.Samples), w.Samples);

    private static ClassificationBatch Batch(Workspace w, in ImageBatch logits) =>
        new(logits.Data, logits.Geometry.SampleStride, w.Labels, w.Samples, logits.Geometry.Channels);
}
