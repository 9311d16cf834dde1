using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>The weight gradient of a case by the kernels, in vectors of one width, in guarded memory, as if by several threads.</summary>
internal static unsafe class PooledRun<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>By blocks of output channels.</summary>
    public static float[] Blocks(PooledCase test) => Run(test, (in PooledShape shape, float* x, float* gradient, byte* chosen, float* result) =>
    {
        using var scratch = new GuardedFloats(PooledProduct<TLanes>.ScratchLength(shape.Convolution));
        for (int block = PooledProduct<TLanes>.Blocks(shape.Convolution.Outputs) - 1; block >= 0; block--)
            PooledProduct<TLanes>.Run(shape, test.Convolution.Samples, x, gradient, chosen, result, scratch.Pointer, block);
        scratch.AssertGuards("scratch");
    });

    /// <summary>By shards, each of them by blocks.</summary>
    public static float[] Shards(PooledCase test) => Run(test, (in PooledShape shape, float* x, float* gradient, byte* chosen, float* result) =>
    {
        int weights = test.Convolution.Weights.Length;
        using var sums = new GuardedFloats(BatchShards.Count * weights);
        for (int unit = (BatchShards.Count * PooledProduct<TLanes>.Blocks(shape.Convolution.Outputs)) - 1; unit >= 0; unit--)
            PooledProduct<TLanes>.SumShard(shape, test.Convolution.Samples, x, gradient, chosen, sums.Pointer, unit);
        sums.AssertGuards("sums");
        for (int weight = 0; weight < weights; weight++)
            result[weight] = ShardTree.Sum(sums.Pointer + weight, weights);
    });

    /// <summary>With output channels in lanes.</summary>
    public static float[] Channels(PooledCase test) => Run(test, (in PooledShape shape, float* x, float* gradient, byte* chosen, float* result) =>
    {
        using var sums = new GuardedFloats(BatchShards.Count * test.Convolution.Weights.Length);
        for (int shard = BatchShards.Count - 1; shard >= 0; shard--)
            PooledChannels<TLanes>.SumShard(shape, test.Convolution.Samples, x, gradient, chosen, sums.Pointer, shard);
        sums.AssertGuards("sums");
        PooledChannels<TLanes>.AddShards(shape.Convolution, sums.Pointer, result);
    });

    private static float[] Run(PooledCase test, Kernel kernel)
    {
        ConvolutionCase convolution = test.Convolution;
        using PaddedImages input = ConvolutionRun<TLanes>.Input(convolution);
        using PaddedImages gradient = new(
            (convolution.Samples, test.Rows, test.Columns, convolution.Outputs), (1, 0), (0, 1), test.Gradient);
        using var chosen = new GuardedMemory<byte>(test.Chosen);
        using var result = new GuardedFloats(convolution.Weights.Length);
        int* offsets = stackalloc int[convolution.Shape.Taps];
        int* places = stackalloc int[test.Window.Kernel * test.Window.Kernel];
        OuterShape outer = convolution.Shape.Forward(input.Geometry, default, offsets).Outer(convolution.Batch);
        PooledShape.WritePlaces(outer, test.Window.Kernel, places);
        PooledShape shape = new() { Convolution = outer, Window = test.Window, Gradient = gradient.Geometry, Places = places };
        kernel(shape, input.First, gradient.First, chosen.Data, result.Pointer);
        input.Read("input");
        gradient.Read("gradient");
        result.AssertGuards("weight gradient");
        return result.Values.ToArray();
    }

    private delegate void Kernel(in PooledShape shape, float* x, float* gradient, byte* chosen, float* result);
}
