namespace QuantDsl.CompilerServices;

/// <summary>A loss of numbers, as an evaluation runs it.</summary>
internal unsafe interface INumberKernel
{
    /// <summary>Writes the loss of each sample, the sum over its outputs.</summary>
    /// <returns>Outputs that are on the right side of their labels; −1 where labels have no sides.</returns>
    long Run(in NumberBatch batch, float* losses, float* gradients, UnitRange samples);
}
