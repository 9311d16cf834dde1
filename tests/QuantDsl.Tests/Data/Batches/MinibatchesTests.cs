using QuantDsl.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

public sealed class MinibatchesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sets_in_memory_give_exactly_what_order_and_batch_give(long firstStep)
    {
        using Dataset data = Numbered(31);
        using Tensor order = data.Order(7, 4);
        using Minibatches batches = data.Minibatches(7, 4, 10, firstStep);

        Assert.Empty(batches.Threads);
        for (long step = firstStep; step < 3; step++)
        {
            Assert.True(batches.Next(out Tensor input, out Tensor labels));
            data.Batch(order, step * 10, 10, out Tensor expected, out Tensor expectedLabels);
            Assert.Equal(expected.data<float>().ToArray(), input.data<float>().ToArray());
            Assert.Equal(expectedLabels.data<long>().ToArray(), labels.data<long>().ToArray());
            Array.ForEach([input, labels, expected, expectedLabels], tensor => tensor.Dispose());
        }

        Assert.False(batches.Next(out _, out _));
        Assert.False(batches.Next(out _, out _));
    }

    [Fact]
    public void Minibatches_that_do_not_exist_are_refused()
    {
        using Dataset data = Numbered(10);
        Assert.Throws<ArgumentOutOfRangeException>("size", () => data.Minibatches(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => data.Minibatches(1, 1, 11));
        Assert.Throws<ArgumentOutOfRangeException>("firstStep", () => data.Minibatches(1, 1, 5, -1));
        Assert.Throws<ArgumentOutOfRangeException>("firstStep", () => data.Minibatches(1, 1, 5, 3));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => data.Minibatches(1, 1, 5, threads: 0));
        using Minibatches none = data.Minibatches(1, 1, 5, 2);
        Assert.False(none.Next(out _, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_run_that_goes_on_sees_the_same_images(int threads)
    {
        using Dataset data = StreamedData.Numbered(64).Augment(new Augmentation { HorizontalFlip = true, CropPadding = 2 });
        float[][] whole = Epoch(data, 3, firstStep: 0, threads: 1);
        float[][] rest = Epoch(data, 3, firstStep: 5, threads);

        Assert.Equal(8, whole.Length);
        Assert.Equal(whole[5..], rest);
    }

    [Fact]
    public void Prefetching_is_bounded_and_goes_on_as_batches_are_taken()
    {
        var source = new CountingExamples(400);
        using Dataset data = StreamedData.Of(source);
        using Minibatches batches = data.Minibatches(1, 1, 10, threads: 4);
        for (int taken = 0; taken < 6; taken++)
        {
            int most = (taken + BatchWorkers.Depth) * 10;
            Assert.True(SpinWait.SpinUntil(() => source.Made == most, TimeSpan.FromSeconds(30)), $"{source.Made} made, {most} expected");
            Thread.Sleep(20);
            Assert.Equal(most, source.Made);
            Assert.True(batches.Next(out Tensor input, out Tensor labels));
            input.Dispose();
            labels.Dispose();
        }
    }

    [Fact]
    public void Minibatches_belong_to_the_callers_dispose_scope()
    {
        using Dataset data = StreamedData.Numbered(20);
        using Minibatches batches = data.Minibatches(1, 1, 10);
        Tensor input, labels;
        using (DisposeScope scope = NewDisposeScope())
        {
            Assert.True(batches.Next(out input, out labels));
            Assert.Equal(2, scope.DisposablesCount);
        }

        Assert.True(input.IsInvalid);
        Assert.True(labels.IsInvalid);
    }

    private static float[][] Epoch(Dataset data, int epoch, long firstStep, int threads)
    {
        List<float[]> inputs = [];
        using Minibatches batches = data.Minibatches(5, epoch, 8, firstStep, threads: threads);
        while (batches.Next(out Tensor input, out Tensor labels))
        {
            using (input)
            using (labels)
                inputs.Add(input.data<float>().ToArray());
        }

        return [.. inputs];
    }

    private static Dataset Numbered(int count) =>
        Dataset.FromArrays(
            [.. Enumerable.Range(0, 2 * count).Select(i => (float)i)], [2],
            [.. Enumerable.Range(0, count).Select(i => (long)i % 4)], classes: 4);
}
