using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Cross-entropy of softmax.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanCrossEntropy : ISampleLoss, IClassKernel
{
    /// <inheritdoc/>
    public LossSums Sum(ReadOnlySpan<float> outputs, NetworkLabels labels, int classes) =>
        SampleLosses.OfClasses(this, outputs, labels.Classes, classes);

    /// <inheritdoc/>
    unsafe double IClassKernel.Run(in ClassificationBatch batch, float* losses, float* gradients, UnitRange samples)
    {
        CrossEntropyLoss.Run<Lanes4>(batch, losses, gradients, batch.Classes, samples);
        return batch.Samples;
    }
}
