using TorchSharp;

namespace QuantDsl.Tests.Data;

/// <summary>Data sets whose labels are numbers.</summary>
public sealed class NumberLabelTests
{
    [Fact]
    public void Labels_come_with_their_examples_in_every_way()
    {
        using var data = Dataset.FromArrays([0, 1, 2, 3, 4, 5], [1], [0f, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15], name: "pairs");

        Assert.Equal("pairs: 6 examples of 1 with 2 numbers as label", $"{data}");
        Assert.Equal(0, data.Classes);
        data.Slice(1, 2, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> labels);
        Assert.Equal([1, 2], inputs.ToArray());
        Assert.Equal([1, 11, 2, 12], labels.ToArray());
        Assert.Equal([6, 2], data.Labels.shape);
        (Dataset first, Dataset second) = data.Split(4, seed: 1);
        using (first)
        using (second)
        using (Minibatches batches = first.Minibatches(seed: 1, epoch: 1, size: 4))
        using (Minibatches tensors = first.Minibatches(seed: 1, epoch: 1, size: 4))
        {
            Assert.True(batches.Next(out ReadOnlySpan<float> examples, out ReadOnlySpan<float> numbers));
            Assert.Equal([.. examples.ToArray().SelectMany(x => new[] { x, x + 10 })], numbers.ToArray());
            Assert.True(tensors.Next(out torch.Tensor input, out torch.Tensor label));
            using (input)
            using (label)
                Assert.Equal(numbers.ToArray(), label.data<float>().ToArray());
        }
    }

    [Fact]
    public void A_data_set_of_tensors_is_the_same()
    {
        using var data = new Dataset(torch.tensor(new float[] { 0, 1, 2, 3, 4, 5 }, [6, 1]), torch.ones(6), "tensors");

        data.Slice(0, 6, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> labels);
        Assert.Equal([0, 1, 2, 3, 4, 5], inputs.ToArray());
        Assert.All(labels.ToArray(), label => Assert.Equal(1, label));
        Assert.Equal("tensors: 6 examples of 1 with 1 number as label", $"{data}");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refusal.Of(() => Dataset.FromArrays([1, 2, 3], [2], [1f]), "a whole number of examples of 2, found 3 numbers");
        Refusal.Of(() => Dataset.FromArrays([1, 2, 3, 4], [2], [1f, 2, 3]), "the same number of labels for each of 2 examples, found 3 labels");
        Refusal.Of(() => Dataset.FromArrays([1, 2], [1], [1f, 2], labelShape: [2]), "2 labels of (2), 4 numbers, found 2");
        Refusal.Of(() => Dataset.FromArrays([1, 2], [1], [1, float.NaN]), "finite labels, found NaN or infinity");
        Refusal.Of(
            () => new Dataset(torch.ones(2, 1), torch.ones(2), classes: 3), "no number of classes where labels are numbers, found 3");
    }

    [Fact]
    public void Labels_of_the_other_kind_are_refused_with_a_sentence()
    {
        using var numbers = Dataset.FromArrays([1, 2], [1], [1f, 2]);
        using var classes = Dataset.FromArrays([1, 2], [1], [1L, 0]);

        Assert.Contains("numbers as labels and no classes", Assert.Throws<InvalidOperationException>(() => numbers.SliceLabels(0, 1)).Message);
        Assert.Contains(
            "classes as labels, which are integers",
            Assert.Throws<InvalidOperationException>(() => classes.Slice(0, 1, out ReadOnlySpan<float> _, out ReadOnlySpan<float> _)).Message);
    }
}
