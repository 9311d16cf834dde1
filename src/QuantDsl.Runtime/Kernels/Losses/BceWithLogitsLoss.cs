using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Binary cross-entropy of each output on its own: the mean over samples and outputs of −t·ln σ(y) − (1 − t)·ln(1 − σ(y)), computed as
/// max(y, 0) − t·y + ln(1 + e^−|y|), which cannot overflow.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BceWithLogitsLoss
{
    /// <summary>What each sample adds, and the gradient of the mean: (σ(y) − t) / (samples·outputs).</summary>
    /// <param name="batch">Logits, and labels from 0 to 1.</param>
    /// <param name="losses">The sum over the outputs in order, [samples]. <see cref="MeanLoss"/> makes the mean of them.</param>
    /// <param name="gradients">∂logits, [samples][width].</param>
    /// <param name="stride">Numbers from a sample's gradients to the next ones.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run(in NumberBatch batch, float* losses, float* gradients, nint stride, UnitRange samples)
    {
        float factor = batch.Share;
        for (int sample = samples.Start; sample < samples.End; sample++)
            losses[sample] = Sample(batch.Of(sample), batch.LabelsOf(sample), batch.Width, factor, gradients + (sample * stride));
    }

    /// <summary>Counts the outputs that are on their label's side: a logit above 0 where the label is above ½, and only there.</summary>
    /// <param name="batch">Logits and labels.</param>
    /// <param name="samples">Which samples.</param>
    public static long CountCorrect(in NumberBatch batch, UnitRange samples)
    {
        long correct = 0;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* logits = batch.Of(sample), labels = batch.LabelsOf(sample);
            for (int i = 0; i < batch.Width; i++)
                correct += logits[i] > 0 == labels[i] > 0.5f ? 1 : 0;
        }
        return correct;
    }

    private static float Sample(float* logits, float* labels, int width, float factor, float* gradients)
    {
        float sum = 0;
        for (int i = 0; i < width; i++)
        {
            float logit = logits[i], label = labels[i];
            float power = Exponential.Of(-Math.Abs(logit));
            float most = logit > 0 ? logit - (logit * label) : -(logit * label); // NaN stays
            sum += most + OfOnePlus(power);
            float probability = (logit < 0 ? power : 1f) / (1f + power);
            gradients[i] = (probability - label) * factor;
        }
        return sum;
    }

    /// <summary>ln(1 + x) for x from 0 to 1, exact for small x, too: what rounding 1 + x takes away is put back.</summary>
    private static float OfOnePlus(float x)
    {
        float sum = 1f + x;
        return sum == 1f ? x : Logarithm.Of(sum) * (x / (sum - 1f));
    }
}
