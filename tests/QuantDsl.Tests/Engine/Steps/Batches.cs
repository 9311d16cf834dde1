using QuantDsl.Tests.Reference;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

internal static class Batches
{
    /// <summary>A minibatch of normal inputs, or of token ids at random, with the classes in turn.</summary>
    public static (torch.Tensor Input, torch.Tensor Labels) Draw(ModelInfo info, int seed)
    {
        int length = info.InputShape.Aggregate(info.Batch, (product, size) => product * size);
        long[] shape = [info.Batch, .. info.InputShape.Select(size => (long)size)];
        long[] ofLabels = info.OutputLength is { } positions ? [info.Batch, positions] : [info.Batch];
        long[] labels = [.. Enumerable.Range(0, info.Batch * (info.OutputLength ?? 1)).Select(i => (long)(i % info.Classes))];
        return (
            info.Vocabulary is { } vocabulary ? Ids(seed, vocabulary, length, shape) : Numbers(seed, length, shape),
            info.Labels == LabelKind.Classes ? torch.tensor(labels, ofLabels) : NumbersOf(info, [.. labels.Select(label => (int)label)]));
    }

    /// <summary>Numbers as labels, for which classes stand.</summary>
    public static torch.Tensor NumbersOf(ModelInfo info, int[] labels)
    {
        long samples = labels.Length / (info.OutputLength ?? 1);
        long[] shape = info.OutputLength is { } positions ? [samples, positions, info.Classes] : [samples, info.Classes];
        return torch.tensor(NumberLabels.Of(info, labels), shape);
    }

    private static torch.Tensor Numbers(int seed, int length, long[] shape) =>
        torch.tensor(Reference.TestData.Normal(seed, length).Select(x => (float)x).ToArray(), shape);

    private static torch.Tensor Ids(int seed, int vocabulary, int length, long[] shape)
    {
        var random = new Random(seed);
        return torch.tensor(Enumerable.Range(0, length).Select(_ => (long)random.Next(vocabulary)).ToArray(), shape);
    }
}
