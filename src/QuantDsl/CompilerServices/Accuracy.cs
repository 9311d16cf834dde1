using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Counts right predictions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Accuracy
{
    /// <summary>How many rows of the logits [N, classes] are largest at their label, int64 [N]; of sequences [N, length, classes] and [N, length].</summary>
    public static long Correct(Tensor logits, Tensor labels)
    {
        using Tensor predicted = logits.argmax(-1);
        using Tensor matches = predicted.eq(labels);
        using Tensor count = matches.sum();
        return count.item<long>();
    }
}
