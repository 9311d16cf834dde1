using TorchSharp;

namespace QuantDsl.Tests.Engine;

internal static class Batches
{
    /// <summary>A minibatch of normal inputs with the classes in turn.</summary>
    public static (torch.Tensor Input, torch.Tensor Labels) Draw(ModelInfo info, int seed)
    {
        int length = info.InputShape.Aggregate(info.Batch, (product, size) => product * size);
        float[] values = [.. Reference.TestData.Normal(seed, length).Select(x => (float)x)];
        long[] labels = [.. Enumerable.Range(0, info.Batch).Select(i => (long)(i % info.Classes))];
        return (torch.tensor(values, [info.Batch, .. info.InputShape.Select(size => (long)size)]), torch.tensor(labels));
    }
}
