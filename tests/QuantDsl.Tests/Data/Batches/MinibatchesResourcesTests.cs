using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

/// <summary>No thread and no tensor outlives the minibatches of an epoch.</summary>
[Collection(AloneCollection.Name)]
public sealed class MinibatchesResourcesTests
{
    [Fact]
    public void Disposal_in_the_middle_of_an_epoch_leaves_no_thread_and_no_tensor()
    {
        using Dataset data = StreamedData.Of(new CountingExamples(400));
        _ = data.Labels; // made when it is first asked for, and counted
        for (int taken = 0; taken < 4; taken++)
        {
            long before = TestTensors.CountAlive();
            Minibatches batches = data.Minibatches(1, 1, 10, threads: 3);
            for (int i = 0; i < taken; i++)
            {
                Assert.True(batches.Next(out Tensor input, out Tensor labels));
                input.Dispose();
                labels.Dispose();
            }

            Assert.Equal(3, batches.Threads.Count);
            batches.Dispose();
            Assert.All(batches.Threads, thread => Assert.False(thread.IsAlive));
            Assert.Equal(before, Tensor.TotalCount);
            batches.Dispose();
        }
    }

    [Fact]
    public void A_failure_of_a_thread_arrives_at_the_caller_and_the_minibatches_before_it_too()
    {
        var source = new CountingExamples(100) { Bad = 41 };
        using Dataset data = StreamedData.Of(source);
        using Tensor order = data.Order(1, 1);
        int place = Array.IndexOf(order.data<long>().ToArray(), 41);
        _ = data.Labels;
        long before = TestTensors.CountAlive();
        using (Minibatches batches = data.Minibatches(1, 1, 10, threads: 4))
        {
            for (int i = 0; i < place / 10; i++)
            {
                Assert.True(batches.Next(out Tensor input, out Tensor labels));
                input.Dispose();
                labels.Dispose();
            }

            Assert.Equal("file 41", Assert.Throws<DatasetException>(() => batches.Next(out _, out _)).Message);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
