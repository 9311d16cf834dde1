using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Cross-entropy of softmax: the mean over samples of log Σ exp(y) − y of the true class, computed from y less the largest.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class CrossEntropyLoss
{
    /// <summary>What each sample adds, and the gradient of the mean: (softmax(y) − (1 at the true class)) / samples.</summary>
    /// <param name="batch">Logits and labels.</param>
    /// <param name="losses">Loss of each sample, [samples]. <see cref="MeanLoss"/> makes the mean of them.</param>
    /// <param name="gradients">∂logits, [samples][classes].</param>
    /// <param name="stride">Numbers from a sample's gradients to the next ones.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run<TLanes>(
        in ClassificationBatch batch, float* losses, float* gradients, nint stride, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* logits = batch.Of(sample);
            float* gradient = gradients + (sample * stride);
            losses[sample] = Sample<TLanes>(logits, batch.Labels[sample], batch.Classes, batch.Samples, gradient);
        }
    }

    private static float Sample<TLanes>(float* logits, int label, int classes, int samples, float* gradients)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float largest = Predictions.Largest(logits, classes).Value;
        for (int i = 0; i < classes; i += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, classes - i);
            TLanes power = Exponential.Of(LaneAccess.Load<TLanes>(logits + i, lanes) - TLanes.Broadcast(largest));
            LaneAccess.Store(power, gradients + i, lanes);
        }

        float sum = 0;
        for (int i = 0; i < classes; i++)
            sum += gradients[i];
        float loss = Logarithm.Of(sum) - (logits[label] - largest);

        float factor = 1f / samples;
        float truePower = gradients[label];
        for (int i = 0; i < classes; i += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, classes - i);
            TLanes probability = LaneAccess.Load<TLanes>(gradients + i, lanes) / TLanes.Broadcast(sum);
            LaneAccess.Store(probability * TLanes.Broadcast(factor), gradients + i, lanes);
        }
        gradients[label] = ((truePower / sum) - 1f) * factor;
        return loss;
    }
}
