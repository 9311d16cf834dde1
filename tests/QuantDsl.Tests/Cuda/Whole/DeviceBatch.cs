using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>A minibatch of numbers at random, the same for the same model.</summary>
internal static class DeviceBatch
{
    public static (float[] Inputs, int[] Labels) Of(Type model, int? samples = null)
    {
        CudaNetwork network = DeviceModel.NetworkOf(model);
        var random = new Random(samples ?? network.Batch);
        int count = samples ?? network.Batch;
        return (
            [.. Enumerable.Range(0, count * network.Inputs).Select(_ => (float)((2 * random.NextDouble()) - 1))],
            [.. Enumerable.Range(0, count * network.Labels).Select(i => i % (network.Outputs / network.Labels))]);
    }
}
