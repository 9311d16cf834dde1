using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Squared hinge, the mean over classes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanSquaredHinge : ISampleLoss
{
    /// <inheritdoc/>
    public static unsafe float Of(in ClassificationBatch batch, float* losses, float* gradients, int sample)
    {
        SquaredHingeLoss.Run(batch, losses, gradients, batch.Classes, UnitRange.One(sample));
        return losses[sample] / batch.Classes;
    }
}
