using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Squared hinge: the mean over samples and classes of max(0, 1 − t·y)², where t is +1 for the true class and −1 for the others.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class SquaredHingeLoss
{
    /// <summary>What each sample adds, and the gradient of the mean.</summary>
    /// <param name="batch">Logits and labels.</param>
    /// <param name="losses">Σ max(0, 1 − t·y)² over the classes in order, [samples]. <see cref="MeanLoss"/> makes the mean of them.</param>
    /// <param name="gradients">∂logits, [samples][classes].</param>
    /// <param name="stride">Numbers from a sample's gradients to the next ones.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run(in ClassificationBatch batch, float* losses, float* gradients, nint stride, UnitRange samples)
    {
        float factor = 2f / ((float)batch.Samples * batch.Classes);
        for (int sample = samples.Start; sample < samples.End; sample++)
            losses[sample] = Sample(batch.Of(sample), batch.Labels[sample], batch.Classes, factor, gradients + (sample * stride));
    }

    private static float Sample(float* logits, int label, int classes, float factor, float* gradients)
    {
        float sum = 0;
        for (int i = 0; i < classes; i++)
        {
            float target = i == label ? 1 : -1;
            float shortfall = 1f - (target * logits[i]);
            float hinge = shortfall <= 0 ? 0 : shortfall; // NaN stays
            sum = MathF.FusedMultiplyAdd(hinge, hinge, sum);
            gradients[i] = -target * hinge * factor;
        }
        return sum;
    }
}
