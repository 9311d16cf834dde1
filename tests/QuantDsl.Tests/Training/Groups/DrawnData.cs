using QuantDsl.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Training.Groups;

/// <summary>Random samples that a model takes.</summary>
internal static class DrawnData
{
    public static Dataset For(ModelInfo model, int count, int seed)
    {
        int size = model.InputShape.Aggregate(1, (product, length) => product * length);
        var random = new Random(seed);
        long[] shape = [count, .. model.InputShape.Select(length => (long)length)];
        Tensor inputs = model.Vocabulary is { } vocabulary
            ? tensor([.. Enumerable.Range(0, count * size).Select(_ => (long)random.Next(vocabulary))], shape)
            : tensor([.. TestData.Normal(seed, count * size).Select(x => (float)x)], shape);
        int labelled = model.OutputLength ?? 1;
        if (model.Labels != LabelKind.Classes)
        {
            int[] drawn = [.. Enumerable.Range(0, count * labelled).Select(_ => random.Next(7))];
            return new Dataset(inputs, Engine.Batches.NumbersOf(model, drawn), "drawn");
        }
        long[] labels = [.. Enumerable.Range(0, count * labelled).Select(_ => (long)random.Next(model.Classes))];
        Tensor classes = model.OutputLength is { } length ? tensor(labels, [count, length]) : tensor(labels);
        return new Dataset(inputs, classes, "drawn", model.Classes);
    }
}
