using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What a training pass depends on besides weights and samples.</summary>
/// <param name="Weights">A number that changes with the quantized weights.</param>
/// <param name="Seed">Seed of the model, from which dropout follows.</param>
/// <param name="Step">Number of the step, from which dropout follows; a trial has that of its step.</param>
/// <param name="MovesStatistics">Whether the running statistics of batch normalization move: in the first pass of a step.</param>
/// <param name="Defers">Whether the gradients of large weights wait for the update, which makes them tile by tile.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PassSettings(long Weights, long Seed, long Step, bool MovesStatistics, bool Defers)
{
    /// <summary>Σ of the classes' weights over all labels of the minibatch; not read where classes have no weights.</summary>
    public double LabelWeight { get; init; }
}
