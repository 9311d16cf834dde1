using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>
/// What a constructor allocated is released when one of its later steps fails. The steps of generated constructors: see ConstructionTests
/// there.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class FailedConstructionTests
{
    // No tensor has a negative length, so the step that allocates it fails.
    [Theory]
    [InlineData(-1, 4, 4)]
    [InlineData(16, -1, 4)]
    [InlineData(16, 4, -1)]
    public void Of_the_store(int parameters, int scales, int statistics) =>
        LeavesNothing(() => new ParameterStore(null, seed: 1, parameters, scales, statistics).Dispose());

    [Theory]
    [InlineData(16, new long[] { 4, 4 }, 0, new long[] { 1 })] // offset
    [InlineData(0, new long[] { 4, 5 }, 0, new long[] { 1 })] // length
    [InlineData(0, new long[] { 4, 4 }, 4, new long[] { 1 })] // scale's offset
    [InlineData(0, new long[] { 4, 4 }, 0, new long[] { -1, -1 })] // scale's shape
    [InlineData(0, new long[] { -4, -4 }, 0, new long[] { 1 })] // shape
    public void Of_a_parameter(int offset, long[] shape, int scale, long[] scaleShape)
    {
        using var store = new ParameterStore(null, seed: 1, parameters: 16, scales: 4, statistics: 4);
        LeavesNothing(() => store.AddQuantized("w", offset, shape, bits: 1, bound: 1, scale, scaleShape));
        Assert.Empty(store.Parameters);
    }

    [Fact]
    public void Of_initial_values()
    {
        using var store = new ParameterStore(null, seed: 1, parameters: 16, scales: 4, statistics: 4);
        LeavesNothing(() => store.AddFullPrecision("w", 0, [4, 4], bound: float.PositiveInfinity));
        Assert.Empty(store.Parameters);
    }

    [Theory]
    [InlineData(16, 0, 0)]
    [InlineData(0, 16, 0)]
    [InlineData(0, 8, 0)] // the mean is there, the variance is not
    public void Of_batch_normalisation(int weight, int bias, int statistics)
    {
        long before = TestTensors.CountAlive();
        using (var store = new ParameterStore(null, seed: 1, parameters: 16, scales: 4, statistics: 4))
            Assert.ThrowsAny<Exception>(() => store.AddBatchNorm("b", weight, bias, statistics, channels: 4));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Of_a_copy_of_the_state()
    {
        var store = new ParameterStore(null, seed: 1, parameters: 64, scales: 4, statistics: 4);
        store.State[^1].Values.Dispose();
        LeavesNothing(() => store.Snapshot().Dispose());
        store.Dispose();
    }

    [Theory]
    [InlineData(-1, 1, 16, 16)]
    [InlineData(1, -9, 16, 16)]
    [InlineData(1, 1, -1, 16)]
    [InlineData(1, 1, 16, -1)]
    public void Of_what_measures_zig_zag(int parameters, int tiles, int floats, int levels) =>
        LeavesNothing(() => _ = new ZigZagState(parameters, tiles, floats, levels));

    private static void LeavesNothing(Action fails)
    {
        long before = TestTensors.CountAlive();
        Assert.ThrowsAny<Exception>(fails);
        Assert.Equal(before, Tensor.TotalCount);
    }
}
