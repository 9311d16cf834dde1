using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Kernels;

/// <summary>The loss functions, as scalar tensors that autograd can differentiate.</summary>
internal static class Losses
{
    /// <summary>Mean over batch, positions and classes of max(0, 1 − t·y)², with t = +1 for the true class and −1 for the others.</summary>
    /// <param name="logits">y, [N, classes] or [N, length, classes].</param>
    /// <param name="labels">int64 [N] or [N, length].</param>
    public static Tensor SquaredHinge(Tensor logits, Tensor labels)
    {
        using Tensor oneHot = nn.functional.one_hot(labels, logits.size(-1));
        using Tensor opposite = oneHot.to(logits.dtype);
        opposite.mul_(Scalars.MinusTwo).add_(Scalars.One, Scalars.One); // −t
        using Tensor shortfall = opposite * logits;
        shortfall.add_(Scalars.One, Scalars.One);
        using Tensor hinge = shortfall.relu();
        using Tensor squared = hinge.pow(Scalars.Two);
        return squared.mean();
    }

    /// <summary>Mean over batch and positions of the cross-entropy of softmax(logits).</summary>
    /// <param name="logits">[N, classes] or [N, length, classes].</param>
    /// <param name="labels">int64 [N] or [N, length].</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels)
    {
        using Tensor rows = logits.flatten(0, -2);
        using Tensor classes = labels.flatten();
        return nn.functional.cross_entropy(rows, classes);
    }

    /// <summary>The same with label smoothing and weights of the classes; the mean is over the weights of the true classes.</summary>
    /// <param name="logits">[N, classes] or [N, length, classes].</param>
    /// <param name="labels">int64 [N] or [N, length].</param>
    /// <param name="smoothing">The part of a label that all classes share.</param>
    /// <param name="weights">Weights of the classes; null: all are 1.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, float smoothing, float[]? weights = null)
    {
        using Tensor rows = logits.flatten(0, -2);
        using Tensor classes = labels.flatten();
        using Tensor? ofClasses = weights is null ? null : tensor(weights, device: logits.device);
        return nn.functional.cross_entropy(rows, classes, ofClasses, label_smoothing: smoothing);
    }

    /// <summary>What the mean of a weighted cross-entropy divides by: the sum of the weights of the true classes.</summary>
    /// <param name="labels">int64 [N] or [N, length].</param>
    /// <param name="weights">Weights of the classes.</param>
    public static double Weight(Tensor labels, float[] weights)
    {
        using Tensor ofClasses = tensor(weights, dtype: ScalarType.Float64, device: labels.device);
        using Tensor classes = labels.flatten();
        using Tensor ofLabels = ofClasses.index_select(0, classes);
        using Tensor sum = ofLabels.sum();
        return sum.item<double>();
    }

    /// <summary>Mean over batch, positions and outputs of (y − t)².</summary>
    /// <param name="outputs">y, [N, outputs] or [N, length, outputs].</param>
    /// <param name="labels">t, float32 of as many numbers.</param>
    public static Tensor Mse(Tensor outputs, Tensor labels)
    {
        using Tensor wanted = labels.reshape(outputs.shape);
        return nn.functional.mse_loss(outputs, wanted);
    }

    /// <summary>Mean over batch, positions and outputs of ½e² where |e| ≤ δ, and of δ·(|e| − ½δ) elsewhere, with e = y − t.</summary>
    /// <param name="outputs">y, [N, outputs] or [N, length, outputs].</param>
    /// <param name="labels">t, float32 of as many numbers.</param>
    /// <param name="delta">δ.</param>
    public static Tensor Huber(Tensor outputs, Tensor labels, float delta)
    {
        using Tensor wanted = labels.reshape(outputs.shape);
        return nn.functional.huber_loss(outputs, wanted, delta);
    }

    /// <summary>Mean over batch, positions and outputs of the binary cross-entropy of σ(logits).</summary>
    /// <param name="logits">[N, outputs] or [N, length, outputs].</param>
    /// <param name="labels">float32 from 0 to 1, of as many numbers.</param>
    public static Tensor BceWithLogits(Tensor logits, Tensor labels)
    {
        using Tensor wanted = labels.reshape(logits.shape);
        return nn.functional.binary_cross_entropy_with_logits(logits, wanted);
    }
}
