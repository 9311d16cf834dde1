using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

/// <summary>Where labels cannot be had, the inputs that were made for them are freed.</summary>
[Collection(AloneCollection.Name)]
public sealed class DatasetLeakTests : IDisposable
{
    private readonly Dataset _data = Dataset.FromArrays(new float[12], [2], new long[6]);
    private readonly Tensor _order = TestTensors.Range(6, ScalarType.Int64);

    public DatasetLeakTests()
    {
        _ = _data.Inputs; // made when they are first asked for, and counted
        _data.Labels.Dispose();
    }

    public void Dispose()
    {
        _order.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void Of_a_minibatch() => LeavesNothing(() => _data.Batch(_order, 0, 2, out _, out _, CPU));

    [Fact]
    public void Of_a_slice() => LeavesNothing(() => _data.Slice(0, 2, out _, out _, CPU));

    [Fact]
    public void Of_a_minibatch_that_workers_made()
    {
        using Dataset streamed = StreamedData.Of(new CountingExamples(8));
        streamed.Labels.Dispose();
        LeavesNothing(() =>
        {
            using Minibatches batches = streamed.Minibatches(seed: 1, epoch: 1, 8, threads: 1);
            batches.Next(out _, out _);
        });
    }

    private static void LeavesNothing(Action fails)
    {
        long before = TestTensors.CountAlive();
        Assert.ThrowsAny<Exception>(fails);
        Assert.Equal(before, Tensor.TotalCount);
    }
}
