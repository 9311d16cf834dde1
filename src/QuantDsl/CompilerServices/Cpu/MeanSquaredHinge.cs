using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Squared hinge, the mean over classes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanSquaredHinge : ISampleLoss, IClassKernel
{
    /// <inheritdoc/>
    public LossSums Sum(ReadOnlySpan<float> outputs, NetworkLabels labels, int classes) =>
        SampleLosses.OfClasses(this, outputs, labels.Classes, classes);

    /// <inheritdoc/>
    unsafe double IClassKernel.Run(in ClassificationBatch batch, float* losses, float* gradients, UnitRange samples)
    {
        SquaredHingeLoss.Run(batch, losses, gradients, batch.Classes, samples);
        for (int sample = samples.Start; sample < samples.End; sample++)
            losses[sample] /= batch.Classes;
        return batch.Samples;
    }
}
