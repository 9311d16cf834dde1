using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Cross-entropy of softmax.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanCrossEntropy : ISampleLoss
{
    /// <inheritdoc/>
    public static unsafe float Of(in ClassificationBatch batch, float* losses, float* gradients, int sample)
    {
        CrossEntropyLoss.Run<Lanes4>(batch, losses, gradients, batch.Classes, UnitRange.One(sample));
        return losses[sample];
    }
}
