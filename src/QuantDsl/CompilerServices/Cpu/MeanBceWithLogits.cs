using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Binary cross-entropy of each output, and how many are on the right side.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanBceWithLogits : ISampleLoss, INumberKernel
{
    /// <inheritdoc/>
    public LossSums Sum(ReadOnlySpan<float> outputs, NetworkLabels labels, int classes) =>
        SampleLosses.OfNumbers(this, outputs, labels.Numbers, classes);

    /// <inheritdoc/>
    unsafe long INumberKernel.Run(in NumberBatch batch, float* losses, float* gradients, UnitRange samples)
    {
        BceWithLogitsLoss.Run(batch, losses, gradients, batch.Width, samples);
        return BceWithLogitsLoss.CountCorrect(batch, samples);
    }
}
