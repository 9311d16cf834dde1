using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Memory;

/// <summary>The memory of a model on the CPU, and the tensors over it.</summary>
public sealed unsafe class SharedMemoryTests
{
    [Fact]
    public void Memory_begins_at_a_cache_line()
    {
        foreach (int count in new[] { 0, 1, 15, 16, 17, 1000, 100_003 })
        {
            using HostMemory memory = new(count);
            Assert.Equal(0, (nint)memory.Pointer % 64);
            Assert.Equal(count, memory.Span.Length);
            Assert.Equal(0, memory.Span.IndexOfAnyExcept(0f) + 1);
            memory.Span.Fill(1);
        }
    }

    [Fact]
    public void A_tensor_is_the_memory_itself()
    {
        using HostMemory memory = new(12);
        using MemoryPart all = new(memory, 0, 12);
        Assert.Equal((nint)memory.Pointer, Address(all.Tensor));
        memory.Span[5] = 3;
        Assert.Equal(3, all.Tensor[5].item<float>());
        using MemoryPart part = new(memory, 4, 2, 3);
        Assert.Equal((nint)(memory.Pointer + 4), Address(part.Tensor));
        Assert.Equal([2, 3], part.Tensor.shape);
        part.Tensor[1, 2] = 7;
        Assert.Equal(7, memory.Span[9]);
        Assert.Same(part.Tensor, part.Tensor);
    }

    /// <summary>Who keeps a view of the memory beyond its model reads old numbers, never memory that something else has by then.</summary>
    [Fact]
    public void A_view_outlives_the_model()
    {
        Tensor kept;
        float[] expected = new float[24 * 784];
        using (TinyMlp model = new(seed: 3))
        {
            kept = StoredParameter.Of(model.Fc1.Weight).LatentMemory.Tensor.flatten();
            model.Fc1.CopyLatent(expected);
        }
        for (int time = 0; time < 20; time++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using TinyMlp other = new(seed: time);
        }
        using (kept)
            Assert.Equal(expected, kept.data<float>().ToArray());
    }

    [Fact]
    public void Tensors_are_made_once_though_many_threads_ask()
    {
        for (int time = 0; time < 20; time++)
        {
            using TinyMlp model = new(seed: 3);
            var found = new Tensor[8];
            using Barrier together = new(found.Length);
            Thread[] threads =
            [
                .. Enumerable.Range(0, found.Length).Select(index => new Thread(() =>
                {
                    together.SignalAndWait();
                    found[index] = StoredParameter.Of(model.Fc1.Weight).LatentMemory.Tensor;
                })),
            ];
            foreach (Thread thread in threads)
                thread.Start();
            foreach (Thread thread in threads)
                thread.Join();
            Assert.All(found, tensor => Assert.Same(found[0], tensor));
        }
    }

    /// <summary>Neither a scope that is open when a tensor is first asked for nor inference mode spoils it for later.</summary>
    [Fact]
    public void A_tensor_does_not_depend_on_where_it_was_first_asked_for()
    {
        using TinyMlp model = new(seed: 3);
        SmallData.WithBatch(0, (input, labels) =>
        {
            using (NewDisposeScope())
            using (inference_mode())
                model.Predict(input);
            Assert.False(StoredParameter.Of(model.Fc1.Weight).LatentMemory.Tensor.IsInvalid);
            Assert.True(float.IsFinite(model.Step(input, labels)));
        });
    }

    [Fact]
    public void Parts_beyond_the_memory_are_refused()
    {
        using HostMemory memory = new(12);
        Assert.Throws<ArgumentException>(() => new MemoryPart(memory, 8, 5));
        Assert.Throws<ArgumentException>(() => new MemoryPart(memory, -1, 5));
        Assert.Throws<ArgumentException>(() => new MemoryPart(memory, 0, -2, -2));
        using MemoryPart none = new(memory, 12, 0);
        Assert.Equal(0, none.Count);
    }

    [Fact]
    public void A_step_moves_a_copy_of_the_statistics_which_takes_their_place_when_it_ends()
    {
        using ParameterStore store = new(device: null, seed: 1, parameters: 64, scales: 0, statistics: 10);
        BatchNormState first = store.AddBatchNorm("A", weight: 0, bias: 16, statistics: 0, channels: 2);
        BatchNormState second = store.AddBatchNorm("B", weight: 32, bias: 48, statistics: 4, channels: 3);
        Span<float> running = new(store.Statistics.RunningValues, 10);
        Span<float> pending = new(store.Statistics.PendingValues, 10);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 1, 1], running.ToArray());
        running[4] = 0.5f;

        store.BeginStep();
        Assert.Equal(running.ToArray(), pending.ToArray());
        pending[1] = 2;
        pending[9] = 4;
        Assert.Equal([0, 0, 1, 1, 0.5f, 0, 0, 1, 1, 1], running.ToArray());
        store.EndStep();

        Assert.Equal([0, 2, 1, 1, 0.5f, 0, 0, 1, 1, 4], running.ToArray());
        Assert.Equal([0, 2], first.RunningMean.data<float>().ToArray());
        Assert.Equal([0.5f, 0, 0], second.RunningMean.data<float>().ToArray());
        Assert.Equal([1, 1, 4], second.RunningVariance.data<float>().ToArray());
        Assert.Equal("B", store.Statistics.LayerOf(9));
    }

    private static nint Address(Tensor tensor)
    {
        fixed (byte* data = tensor.bytes)
            return (nint)data;
    }
}
