namespace QuantDsl.Tests.Reference;

/// <summary>
/// One forward and backward pass at the given quantized weights, on the minibatch of the step.
/// <paramref name="trial"/> is true in the second pass of a backtrack step, where batch-norm running statistics must not move.
/// </summary>
/// <returns>The loss and ∂ℓ/∂q, one array per parameter.</returns>
public delegate (double Loss, double[][] Gradients) LossAndGradients(double[][] quantized, bool trial);
