using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Differentiation;

/// <summary>A network as kernels in an order in which they can run one after the other.</summary>
/// <param name="Forward">The forward pass.</param>
/// <param name="Backward">The backward pass; empty in a prediction.</param>
internal sealed record KernelList(IReadOnlyList<Kernel> Forward, IReadOnlyList<Kernel> Backward);
