using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Cross-entropy of softmax with weights w of the classes and label smoothing ε, as PyTorch defines them: with ℓ = ln softmax(y), K classes
/// and the true class c, a sample adds −(1 − ε)·w_c·ℓ_c − (ε/K)·Σ w_k·ℓ_k, and the sum is divided by Σ w_c over the samples.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class WeightedCrossEntropyLoss
{
    /// <summary>
    /// What each sample adds, and the gradient of the mean: (m·softmax(y) − q) / Σ w_c, where q_k = (ε/K)·w_k, at the true class
    /// (1 − ε)·w_c more, and m is the sum of q.
    /// </summary>
    /// <param name="batch">Logits and labels.</param>
    /// <param name="weighting">Weights and smoothing.</param>
    /// <param name="losses">Loss of each sample, [samples]. <see cref="MeanLoss"/> makes the mean of them.</param>
    /// <param name="gradients">∂logits, [samples][classes].</param>
    /// <param name="stride">Numbers from a sample's gradients to the next ones.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run<TLanes>(
        in ClassificationBatch batch, in ClassWeighting weighting, float* losses, float* gradients, nint stride, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* gradient = gradients + (sample * stride);
            losses[sample] = Sample<TLanes>(batch.Of(sample), batch.Labels[sample], batch.Classes, weighting, gradient);
        }
    }

    private static float Sample<TLanes>(float* logits, int label, int classes, in ClassWeighting weighting, float* gradients)
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
        float logarithm = Logarithm.Of(sum);

        float ofAll = weighting.Smoothing / classes;
        float ofTrue = (1f - weighting.Smoothing) * weighting.Of(label);
        float smooth = 0, mass = 0;
        for (int i = 0; i < classes; i++)
        {
            smooth = MathF.FusedMultiplyAdd(weighting.Of(i), logarithm - (logits[i] - largest), smooth);
            mass += weighting.Of(i);
        }
        mass = MathF.FusedMultiplyAdd(ofAll, mass, ofTrue);

        float share = 1f / weighting.Total;
        for (int i = 0; i < classes; i++)
        {
            float wanted = (ofAll * weighting.Of(i)) + (i == label ? ofTrue : 0f);
            gradients[i] = ((mass * (gradients[i] / sum)) - wanted) * share;
        }
        return (ofTrue * (logarithm - (logits[label] - largest))) + (ofAll * smooth);
    }
}
