using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Huber's loss: the mean over samples and outputs of ½e² where |e| ≤ δ, and of δ·(|e| − ½δ) elsewhere, with e = y − t. An outlier pulls
/// no harder than δ.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class HuberLoss
{
    /// <summary>What each sample adds, and the gradient of the mean: e between −δ and δ, / (samples·outputs).</summary>
    /// <param name="batch">Outputs and labels.</param>
    /// <param name="delta">δ, positive.</param>
    /// <param name="losses">The sum over the outputs in order, [samples]. <see cref="MeanLoss"/> makes the mean of them.</param>
    /// <param name="gradients">∂outputs, [samples][width].</param>
    /// <param name="stride">Numbers from a sample's gradients to the next ones.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run(in NumberBatch batch, float delta, float* losses, float* gradients, nint stride, UnitRange samples)
    {
        float factor = batch.Share;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* gradient = gradients + (sample * stride);
            losses[sample] = Sample(batch.Of(sample), batch.LabelsOf(sample), batch.Width, delta, factor, gradient);
        }
    }

    private static float Sample(float* outputs, float* labels, int width, float delta, float factor, float* gradients)
    {
        float sum = 0;
        for (int i = 0; i < width; i++)
        {
            float error = outputs[i] - labels[i];
            float size = Math.Abs(error);
            float pull = size > delta ? MathF.CopySign(delta, error) : error; // NaN stays
            sum += size > delta ? delta * (size - (0.5f * delta)) : 0.5f * error * error;
            gradients[i] = pull * factor;
        }
        return sum;
    }
}
