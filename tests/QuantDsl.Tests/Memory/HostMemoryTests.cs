using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Memory;

/// <summary>The memory of a model on the host.</summary>
public sealed unsafe class HostMemoryTests
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
    public void A_part_is_the_memory_itself()
    {
        using HostMemory memory = new(12);
        MemoryPart part = new(memory, 4, 2, 3);
        memory.Span[5] = 3;
        part.Values[5] = 7;
        Assert.Equal([0, 3, 0, 0, 0, 7], part.Values.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 3, 0, 0, 0, 7, 0, 0], memory.Span.ToArray());
    }

    /// <summary>Of a shape, with values of its own.</summary>
    [Fact]
    public void A_tensor_of_a_part_is_a_copy()
    {
        using HostMemory memory = new(12);
        MemoryPart part = new(memory, 4, 2, 3);
        part.Write([1, 2, 3, 4, 5, 6]);
        using Tensor copy = part.Copy();
        part.Values.Clear();
        Assert.Equal([2, 3], copy.shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], copy.data<float>().ToArray());
        using Tensor none = new MemoryPart(memory, 12, 0).Copy();
        Assert.Equal(0, none.numel());
    }

    [Fact]
    public void Parts_beyond_the_memory_are_refused()
    {
        using HostMemory memory = new(12);
        Assert.Throws<ArgumentException>(() => new MemoryPart(memory, 8, 5));
        Assert.Throws<ArgumentException>(() => new MemoryPart(memory, -1, 5));
        Assert.Throws<ArgumentException>(() => new MemoryPart(memory, 0, -2, -2));
        Assert.Equal(0, new MemoryPart(memory, 12, 0).Count);
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
}
