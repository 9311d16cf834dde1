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
}
