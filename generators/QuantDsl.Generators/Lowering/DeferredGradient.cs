using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Lowering;

/// <summary>
/// Weights whose gradient need not be written to memory: a tile of it is made, moves its weights while it is in the cache, and is gone.
/// </summary>
/// <param name="Parameter">The weights, as <c>Fc1.weight</c>.</param>
/// <param name="Index">Their number among the parameters.</param>
/// <param name="Rows">Outputs of a tile.</param>
/// <param name="Tiles">How many tiles.</param>
/// <param name="TileSize">Weights of a tile.</param>
internal sealed record DeferredGradient(string Parameter, int Index, int Rows, int Tiles, int TileSize)
{
    /// <summary>Marks the kernels that make such gradients, and has each sample of their factors looked at, which bounds them.</summary>
    public static IReadOnlyList<Kernel> Mark(IReadOnlyList<Kernel> kernels, IReadOnlyList<DeferredGradient> deferred)
    {
        var result = new List<Kernel>();
        foreach (Kernel kernel in kernels)
        {
            DeferredGradient? found = deferred.FirstOrDefault(gradient => gradient.IsMadeBy(kernel));
            result.Add(found is null ? kernel : kernel with { IsDeferrable = true });
            if (found is null)
                continue;
            result.Add(new Kernel(
                kernel.Layer, "bound of ∂W", "w.Bound", Space.Samples,
                [new Argument.Text($"parameter: {Invariant.Of(found.Index)}"), .. kernel.Arguments.OfType<Argument.Read>(), Argument.Unit]));
        }
        return result;
    }

    /// <summary>The loops that make them and move the weights.</summary>
    public static IReadOnlyList<Loop> Updates(IReadOnlyList<Kernel> kernels, IReadOnlyList<DeferredGradient> deferred) =>
    [
        .. kernels.Where(kernel => kernel.IsDeferrable).Select(kernel => deferred.First(gradient => gradient.IsMadeBy(kernel)).Update(kernel)),
    ];

    private bool IsMadeBy(Kernel kernel) =>
        kernel.Arguments.OfType<Argument.ParameterGradient>().Any(gradient => $"{kernel.Layer}.{gradient.Parameter}" == Parameter);

    private Loop Update(Kernel kernel)
    {
        var update = new Kernel(
            kernel.Layer, "∂W and the update by it", ".UpdateWeights<ParameterTable, Adam<UpdateRecipe>>", Space.Of("tile", Invariant.Of(Tiles)),
            [
                Argument.Workspace, .. kernel.Arguments.OfType<Argument.Read>(), new Argument.Text($"parameter: {Invariant.Of(Index)}"),
                new Argument.Text($"rows: {Invariant.Of(Rows)}"), new Argument.Scratch(TileSize + WeightGradient.ProductScratch), Argument.Unit,
            ]);
        return new Loop(update.Space, [update]);
    }
}
