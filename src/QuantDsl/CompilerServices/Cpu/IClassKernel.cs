namespace QuantDsl.CompilerServices;

/// <summary>A loss of classes, as an evaluation runs it.</summary>
internal unsafe interface IClassKernel
{
    /// <summary>Writes the loss of each sample, over which the mean is.</summary>
    /// <returns>What the sum of the losses is divided by.</returns>
    double Run(in ClassificationBatch batch, float* losses, float* gradients, UnitRange samples);
}
