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
/// <param name="IsKernel">Whether they are the kernel of a convolution, of which products make another order.</param>
internal sealed record DeferredGradient(string Parameter, int Index, int Rows, int Tiles, int TileSize, bool IsKernel)
{
    /// <summary>Marks the kernels that make such gradients, and has each sample of their factors looked at, which bounds them.</summary>
    public static IReadOnlyList<Kernel> Mark(IReadOnlyList<Kernel> kernels, IReadOnlyList<DeferredGradient> deferred)
    {
        var products = deferred.ToDictionary(gradient => gradient.Product(kernels));
        var reordering = new HashSet<Kernel>(deferred.Select(gradient => gradient.Last(kernels)).Where(last => !products.ContainsKey(last)));
        var result = new List<Kernel>();
        foreach (Kernel kernel in kernels.Where(kernel => !reordering.Contains(kernel)))
        {
            if (products.TryGetValue(kernel, out DeferredGradient gradient))
                result.AddRange([gradient.Write(kernel), gradient.Bound(kernel)]);
            else
                result.Add(kernel);
        }
        return result;
    }

    /// <summary>The loops that make them and move the weights.</summary>
    public static IReadOnlyList<Loop> Updates(IReadOnlyList<Kernel> kernels, IReadOnlyList<DeferredGradient> deferred) =>
    [
        .. kernels.Where(kernel => kernel.IsDeferrable).Select(kernel => deferred.First(gradient => gradient.IsMadeBy(kernel)).Update(kernel)),
    ];

    private Space Outputs => Space.Of("tile", Invariant.Of(Tiles));

    private Argument RowsOfTile => new Argument.Text($"rows: {Invariant.Of(Rows)}");

    /// <summary>The kernel of the product: the last one of the gradient, or the one before it, if the last only changes the order.</summary>
    private Kernel Product(IReadOnlyList<Kernel> kernels)
    {
        Kernel last = Last(kernels);
        return IsKernel && last.Reads.ToList() is [var inner] ? kernels.Single(kernel => kernel.Writes.Contains(inner)) : last;
    }

    private Kernel Last(IReadOnlyList<Kernel> kernels) => kernels.Single(IsMadeBy);

    private bool IsMadeBy(Kernel kernel) =>
        kernel.Arguments.OfType<Argument.ParameterGradient>().Any(gradient => $"{kernel.Layer}.{gradient.Parameter}" == Parameter);

    /// <summary>The kernel that writes the gradient: tile by tile in the order of the weights, if products make another.</summary>
    private Kernel Write(Kernel product)
    {
        if (!IsKernel)
            return product with { IsDeferrable = true };
        string name = Parameter.Substring(Parameter.LastIndexOf('.') + 1);
        return product with
        {
            Function = product.Function.Replace(".", ".Write"),
            Space = Outputs,
            Arguments =
            [
                .. Factors(product), new Argument.ParameterGradient(name), Argument.Samples, RowsOfTile,
                new Argument.Scratch(TileSize + ScratchOf(product)), Argument.Unit,
            ],
            IsDeferrable = true,
        };
    }

    /// <summary>A look at x and ∂y of a sample.</summary>
    private Kernel Bound(Kernel product) => new(
        product.Layer, "bound of ∂W", "w.Bound", Space.Samples,
        [new Argument.Text($"parameter: {Invariant.Of(Index)}"), .. product.Arguments.OfType<Argument.Read>().Take(2), Argument.Unit]);

    private Loop Update(Kernel kernel)
    {
        string name = kernel.Function.Replace(".Write", ".").Replace("WeightGradient", "Weights");
        int last = name.LastIndexOf('.') + 1;
        var update = new Kernel(
            kernel.Layer, "∂W and the update by it", $"{name.Insert(last, "Update")}<ParameterTable, Adam<UpdateRecipe>>", Outputs,
            [
                Argument.Workspace, .. Factors(kernel), new Argument.Text($"parameter: {Invariant.Of(Index)}"), RowsOfTile,
                new Argument.Scratch(TileSize + ScratchOf(kernel)), Argument.Unit,
            ]);
        return new Loop(update.Space, [update]);
    }

    /// <summary>What a product is made of: its arguments before the place where it goes.</summary>
    private static IEnumerable<Argument> Factors(Kernel product) =>
        product.Arguments.TakeWhile(argument => argument is not (Argument.Write or Argument.ParameterGradient));

    private static long ScratchOf(Kernel product) => product.Arguments.OfType<Argument.Scratch>().Sum(scratch => scratch.Floats);
}
