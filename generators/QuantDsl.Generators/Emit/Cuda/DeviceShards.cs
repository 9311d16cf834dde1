using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// ∂W of few tiles is made shard by shard: by eight times as many blocks, and a launch behind them adds the shards, by the same tree that a
/// block goes by which makes all of them. So no bit is another.
/// </summary>
internal static class DeviceShards
{
    /// <summary>Tiles that leave most of a large device idle.</summary>
    private const int FewTiles = 64;

    private static readonly (string All, string Each, string Sum)[] Functions =
    [
        (".WeightGradient", ".SumShards", ".AddShards"),
        (".PooledWeightGradient", ".SumPooledShards", ".AddPooledShards"),
    ];

    /// <summary>Rewrites loops.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="loops">The loops of a backward pass.</param>
    /// <param name="tiles">How many blocks a kernel has.</param>
    public static IReadOnlyList<Loop> Run(ModelPlan plan, IReadOnlyList<Loop> loops, Func<Kernel, int> tiles) =>
    [
        .. loops.SelectMany(loop =>
            loop.Kernels.Count == 1 && IsProduct(plan, loop.Kernels[0]) && tiles(loop.Kernels[0]) < FewTiles
                ? Split(plan, loop.Kernels[0])
                : [loop]),
    ];

    private static bool IsProduct(ModelPlan plan, Kernel kernel) =>
        Functions.Any(function => kernel.Function.EndsWith(function.All, StringComparison.Ordinal))
        && !plan.Graph.Of(kernel.Layer).Any(node => node.Operation is Embedding);

    private static IEnumerable<Loop> Split(ModelPlan plan, Kernel kernel)
    {
        (string all, string each, string sum) = Functions.First(function => kernel.Function.EndsWith(function.All, StringComparison.Ordinal));
        string part = kernel.Function.Substring(0, kernel.Function.Length - all.Length);
        Argument target = kernel.Arguments.First(argument => argument is Argument.ParameterGradient or Argument.Write);
        long weights = target is Argument.ParameterGradient gradient
            ? plan.Layers.First(layer => layer.Name == kernel.Layer).Find(gradient.Parameter)!.Count
            : ((FixedLayout)((Argument.Write)target).Value.Layout).Numbers;
        string name = "shardsOf" + string.Concat(kernel.Reads.Select(value => char.ToUpperInvariant(value.Name[0]) + value.Name.Substring(1)));
        var sums = new Value(name, new FixedLayout(WeightGradient.Shards * weights));
        yield return new Loop(Space.Of("tile", ""),
        [
            kernel with
            {
                Words = $"{kernel.Words}, each shard",
                Function = part + each,
                Space = Space.Of("tile", ""),
                Arguments = [.. kernel.Arguments.Select(argument => argument == target ? new Argument.Write(sums) : argument)],
            },
        ]);
        yield return new Loop(Space.Once,
        [
            kernel with
            {
                Words = $"{kernel.Words}, the sum of the shards",
                Function = part + sum,
                Space = Space.Once,
                Arguments = [new Argument.Read(sums), target],
            },
        ]);
    }
}
