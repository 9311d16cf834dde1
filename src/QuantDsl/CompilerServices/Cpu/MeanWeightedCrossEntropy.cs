using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Cross-entropy of softmax with weights of the classes and label smoothing; the mean over the weights of true classes.</summary>
/// <param name="smoothing">The part of a label that all classes share.</param>
/// <param name="weights">Weights of the classes; null: all are 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanWeightedCrossEntropy(float smoothing, float[]? weights = null) : ISampleLoss, IClassKernel
{
    /// <inheritdoc/>
    public LossSums Sum(ReadOnlySpan<float> outputs, NetworkLabels labels, int classes) =>
        SampleLosses.OfClasses(this, outputs, labels.Classes, classes);

    /// <inheritdoc/>
    unsafe double IClassKernel.Run(in ClassificationBatch batch, float* losses, float* gradients, UnitRange samples)
    {
        fixed (float* ofClasses = weights)
        {
            var weighting = new ClassWeighting(smoothing, ofClasses, total: 1f); // gradients are not wanted
            WeightedCrossEntropyLoss.Run<Lanes4>(batch, weighting, losses, gradients, batch.Classes, samples);
        }
        return ClassWeighting.Sum(new ReadOnlySpan<int>(batch.Labels, batch.Samples), weights);
    }
}
