using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Mean squared error.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanMse : ISampleLoss, INumberKernel
{
    /// <inheritdoc/>
    public LossSums Sum(ReadOnlySpan<float> outputs, NetworkLabels labels, int classes) =>
        SampleLosses.OfNumbers(this, outputs, labels.Numbers, classes);

    /// <inheritdoc/>
    unsafe long INumberKernel.Run(in NumberBatch batch, float* losses, float* gradients, UnitRange samples)
    {
        MseLoss.Run(batch, losses, gradients, batch.Width, samples);
        return -1;
    }
}
