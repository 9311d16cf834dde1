using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Lowering;

/// <summary>From a graph to the loops of a training pass and of a prediction.</summary>
internal static class Lowerer
{
    /// <summary>Forward and backward pass of a training step.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="deferred">Weights whose gradient the update can make; null: none.</param>
    public static LoweredProgram Train(
        NetworkGraph graph, int batch, LossKernel loss, IReadOnlyList<DeferredGradient>? deferred = null) =>
        Lower(Differentiator.Train(ActivationFusion.Run(graph), batch, loss), deferred ?? []);

    /// <summary>A prediction.</summary>
    public static LoweredProgram Predict(NetworkGraph graph) => Lower(Differentiator.Predict(ActivationFusion.Run(graph)), []);

    private static LoweredProgram Lower(KernelList kernels, IReadOnlyList<DeferredGradient> deferred)
    {
        IReadOnlyList<Kernel> backward = DeferredGradient.Mark(kernels.Backward, deferred);
        return new(LoopFusion.Run(kernels.Forward), LoopFusion.Run(backward), DeferredGradient.Updates(backward, deferred));
    }
}
