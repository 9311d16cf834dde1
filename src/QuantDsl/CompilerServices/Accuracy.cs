using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Counts correct predictions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Accuracy
{
    /// <summary>Number of predictions whose largest logit is at the label.</summary>
    /// <param name="logits">[N, classes], or [N, length, classes] for sequences.</param>
    /// <param name="labels">int64 [N], or [N, length] for sequences.</param>
    public static long Correct(Tensor logits, Tensor labels)
    {
        using Tensor predicted = logits.argmax(-1);
        using Tensor matches = predicted.eq(labels);
        using Tensor count = matches.sum();
        return count.item<long>();
    }

    /// <summary>Number of logits that are above 0 where the label is above ½, and only there.</summary>
    /// <param name="logits">[N, outputs], or [N, length, outputs] for sequences.</param>
    /// <param name="labels">float32 from 0 to 1, of as many numbers.</param>
    public static long CorrectSides(Tensor logits, Tensor labels)
    {
        using Tensor wanted = labels.reshape(logits.shape);
        using Tensor holds = wanted.gt(Scalars.Half);
        using Tensor predicted = logits.gt(Scalars.Zero);
        using Tensor matches = predicted.eq(holds);
        using Tensor count = matches.sum();
        return count.item<long>();
    }
}
