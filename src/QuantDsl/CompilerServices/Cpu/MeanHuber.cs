using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Huber's loss.</summary>
/// <param name="delta">From which error on it grows in proportion to it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanHuber(float delta) : ISampleLoss, INumberKernel
{
    /// <inheritdoc/>
    public LossSums Sum(ReadOnlySpan<float> outputs, NetworkLabels labels, int classes) =>
        SampleLosses.OfNumbers(this, outputs, labels.Numbers, classes);

    /// <inheritdoc/>
    unsafe long INumberKernel.Run(in NumberBatch batch, float* losses, float* gradients, UnitRange samples)
    {
        HuberLoss.Run(batch, delta, losses, gradients, batch.Width, samples);
        return -1;
    }
}
