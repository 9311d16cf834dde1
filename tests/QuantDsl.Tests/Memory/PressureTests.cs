using System.Runtime.CompilerServices;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Memory;

/// <summary>The garbage collector knows of memory that it does not manage.</summary>
[Collection(AloneCollection.Name)]
public sealed class PressureTests
{
    private const long Floats = 1 << 24; // 64 MB, of which no page is touched
    private const int Objects = 1000;

    [Fact]
    public void Memory_that_nobody_disposes_does_not_grow_without_end()
    {
        long before = NativeFloats.Allocated;
        bool isCollected = false;
        for (int made = 1; made <= Objects && !isCollected; made++)
        {
            Forget();
            Thread.Sleep(5); // the collector is asked, and comes
            isCollected = NativeFloats.Allocated - before < made * Floats;
        }

        Assert.True(isCollected, $"{Objects} objects of {Floats} numbers are still there.");
    }

    [Fact]
    public void An_evaluation_needs_memory_for_one_minibatch_however_many_samples_there_are() => Assert.Equal(Growth(32), Growth(500));

    private static long Growth(int samples)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var data = Dataset.FromArrays(new float[samples * 784], [1, 28, 28], new long[samples], classes: 10);
        using var model = new TinyConvNet(seed: 1);
        long before = NativeFloats.Allocated;
        _ = model.Evaluate(data);
        return NativeFloats.Allocated - before;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => _ = new NativeFloats(Floats);
}
