using QuantDsl.Tests.Cuda.Emulation;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>Tests of models that are made by their constructors on the emulated device.</summary>
public abstract unsafe class OnEmulatedCuda : IDisposable
{
    private const long Plenty = 1L << 34;

    protected OnEmulatedCuda()
    {
        if (EmulatedDevice.WhyNot is not null)
            return; // the tests are skipped
        Emulated.Set(blocks: 3);
        Emulated.SetFree(Plenty);
        Emulated.Optimize(false);
    }

    /// <summary>What a user passes to a constructor.</summary>
    internal static torch.Device Cuda => new(DeviceType.CUDA, 0);

    private protected static EmulatedDevice Emulated => EmulatedDevice.Shared;

    /// <summary>What is held of the device.</summary>
    private protected static int[] Held => [Emulated.Allocations(), Emulated.Modules(), Emulated.Retained(), Emulated.Graphs()];

    public void Dispose()
    {
        if (EmulatedDevice.WhyNot is null)
        {
            Emulated.SetFree(Plenty);
            Emulated.Optimize(true);
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Samples of six numbers in three classes, each around a point of its own.</summary>
    internal static Dataset Data(int samples, int seed = 1)
    {
        (float[] inputs, int[] labels) = Batch(samples, seed);
        return Dataset.FromArrays(inputs, [6], [.. labels.Select(label => (long)label)]);
    }

    /// <inheritdoc cref="Data"/>
    internal static (float[] Inputs, int[] Labels) Batch(int samples, int seed = 1)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, samples).Select(i => i % 3)];
        float[] inputs =
        [
            .. Enumerable.Range(0, samples * 6)
                .Select(i => (float)(Math.Sin(1 + (i % 6 * (labels[i / 6] + 1))) + (2 * random.NextDouble()) - 1)),
        ];
        return (inputs, labels);
    }
}
