using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>The loss functions, as scalar tensors that autograd can differentiate.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Losses
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
}
