using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Mean squared error: the mean over samples and outputs of (y − t)².</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MseLoss
{
    /// <summary>What each sample adds, and the gradient of the mean: 2·(y − t) / (samples·outputs).</summary>
    /// <param name="batch">Outputs and labels.</param>
    /// <param name="losses">Σ (y − t)² over the outputs in order, [samples]. <see cref="MeanLoss"/> makes the mean of them.</param>
    /// <param name="gradients">∂outputs, [samples][width].</param>
    /// <param name="stride">Numbers from a sample's gradients to the next ones.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run(in NumberBatch batch, float* losses, float* gradients, nint stride, UnitRange samples)
    {
        float factor = 2f * batch.Share;
        for (int sample = samples.Start; sample < samples.End; sample++)
            losses[sample] = Sample(batch.Of(sample), batch.LabelsOf(sample), batch.Width, factor, gradients + (sample * stride));
    }

    private static float Sample(float* outputs, float* labels, int width, float factor, float* gradients)
    {
        float sum = 0;
        for (int i = 0; i < width; i++)
        {
            float error = outputs[i] - labels[i];
            sum = MathF.FusedMultiplyAdd(error, error, sum);
            gradients[i] = error * factor;
        }
        return sum;
    }
}
