using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

public sealed class DatasetTests
{
    [Fact]
    public void Arrays_are_copied_as_they_are()
    {
        float[] inputs = [.. Enumerable.Range(0, 12).Select(i => i * .5f)];
        using var data = Dataset.FromArrays(inputs, [3], [0, 1, 0, 3], name: "four");

        Assert.Equal(inputs, data.Inputs.data<float>().ToArray());
        Assert.Equal([0, 1, 0, 3], data.Labels.data<long>().ToArray());
        Assert.Equal([4, 3], data.Inputs.shape);
        Assert.Equal([3], data.InputShape);
        Assert.Equal(4, data.Classes);
        Assert.Equal("four: 4 examples of 3 in 4 classes", data.ToString());
        Assert.Null(data.Normalization);
    }

    [Fact]
    public void There_are_at_least_two_classes_and_as_many_as_said()
    {
        using var one = Dataset.FromArrays([1, 2], [1], [0, 0]);
        using var ten = Dataset.FromArrays([1, 2], [1], [0, 1], classes: 10);

        Assert.Equal(2, one.Classes);
        Assert.Equal(10, ten.Classes);
    }

    [Theory]
    [InlineData(5, new long[] { 3 }, 2, "2 examples of 3, 6 numbers, found 5")]
    [InlineData(6, new long[] { 0 }, 2, "a shape of positive lengths, found (0)")]
    [InlineData(6, new long[] { }, 2, "a shape of positive lengths, found ()")]
    [InlineData(0, new long[] { 3 }, 0, "at least one example, found no labels")]
    [InlineData(6, new long[] { long.MaxValue, long.MaxValue }, 2, "found 6")]
    public void Arrays_that_do_not_fit_are_refused(int inputs, long[] shape, int labels, string part)
    {
        DatasetException error = Assert.Throws<DatasetException>(
            () => Dataset.FromArrays(new float[inputs], shape, new long[labels], name: "mine"));

        Assert.StartsWith("mine: expected ", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Values_that_are_not_finite_are_refused(float value) =>
        Assert.Contains(
            "expected finite inputs, found NaN or infinity",
            Assert.Throws<DatasetException>(() => Dataset.FromArrays([1, value], [1], [0, 1])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, null, "labels from 0, found a label of -1")]
    [InlineData(5, 5, "labels below 5, found a label of 5")]
    [InlineData(long.MaxValue, null, "labels below 16777216")]
    [InlineData(0, 1, "found 1")]
    public void Labels_outside_the_classes_are_refused(long label, int? classes, string part) =>
        Assert.Contains(
            part,
            Assert.Throws<DatasetException>(() => Dataset.FromArrays([1, 2], [1], [0, label], classes: classes)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Tensors_that_make_no_data_set_are_refused_and_stay_the_callers()
    {
        using Tensor inputs = ones(4, 3), labels = zeros(4, dtype: ScalarType.Int64);
        using Tensor doubles = ones(4, 3, dtype: ScalarType.Float64), flat = ones(4), none = ones(0, 3);
        using Tensor ints = zeros(4, dtype: ScalarType.Int32), oneHot = zeros(4, 2, dtype: ScalarType.Int64);
        using Tensor five = zeros(5, dtype: ScalarType.Int64);

        Refused(doubles, labels, "inputs of type float32, found float64 [4, 3]");
        Refused(flat, labels, "at least 2 axes, found float32 [4]");
        Refused(none, labels, "at least one example, and no empty axis, found float32 [0, 3]");
        Refused(inputs, ints, "labels of type int64 (classes) or float32 (numbers), found int32 [4]");
        Refused(inputs, oneHot, "labels of shape [N], found int64 [4, 2]");
        Refused(inputs, five, "as many labels as inputs, 4, found 5");
        Assert.Equal(12, inputs.sum().item<float>());

        static void Refused(Tensor inputs, Tensor labels, string part) =>
            Assert.Contains(part, Assert.Throws<DatasetException>(() => new Dataset(inputs, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Owns_its_tensors_beyond_a_dispose_scope_and_makes_them_contiguous()
    {
        Dataset data;
        using (NewDisposeScope())
            data = new Dataset(TestTensors.Range(6, ScalarType.Float32).reshape(2, 3).t(), zeros(3, dtype: ScalarType.Int64));

        Assert.True(data.Inputs.is_contiguous());
        Assert.Equal([0, 3, 1, 4, 2, 5], data.Inputs.data<float>().ToArray());
        (Tensor inputs, Tensor labels) = (data.Inputs, data.Labels);
        data.Dispose();
        Assert.True(inputs.IsInvalid);
        Assert.True(labels.IsInvalid);
        data.Dispose();
    }

    [Fact]
    public void Split_is_disjoint_complete_and_seeded()
    {
        using Dataset data = Numbered(100);
        (Dataset first, Dataset second) = data.Split(70, seed: 5);
        (Dataset again, Dataset againSecond) = data.Split(70, seed: 5);
        (Dataset other, Dataset otherSecond) = data.Split(70, seed: 6);
        Dataset[] parts = [first, second, again, againSecond, other, otherSecond];

        Assert.Equal(70, first.Count);
        Assert.Equal(30, second.Count);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), Values(first).Concat(Values(second)).Order());
        Assert.Equal(Values(first), Values(again));
        Assert.NotEqual(Values(first).Order(), Values(other).Order());
        Assert.All(parts, part => Assert.Equal(4, part.Classes));
        Assert.All(parts, part => Assert.Equal(Values(part).Select(value => (long)value % 4), part.Labels.data<long>().ToArray()));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(100, 1));
        Array.ForEach(parts, part => part.Dispose());
    }

    [Fact]
    public void Order_is_a_permutation_by_seed_and_epoch()
    {
        using Dataset data = Numbered(50);
        (long Seed, int Epoch)[] keys = [(1, 2), (2, 1), (1, 1), (0, 0), (-1, 0), (0, -1), (1L << 40, 1), (1L << 41, 1)];
        long[][] orders = [.. keys.Select(key => OrderOf(data, key.Seed, key.Epoch))];

        Assert.All(orders, order => Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), order.Order()));
        Assert.Equal(orders.Length, orders.Select(order => string.Join(',', order)).Distinct().Count());

        using Dataset same = Numbered(50);
        Assert.Equal(orders[0], OrderOf(same, 1, 2));
    }

    [Fact]
    public void Order_puts_every_example_everywhere()
    {
        using Dataset data = Numbered(5);
        int[,] counts = new int[5, 5];
        for (int epoch = 0; epoch < 5000; epoch++)
        {
            long[] order = OrderOf(data, 0, epoch);
            for (int place = 0; place < 5; place++)
                counts[place, order[place]]++;
        }

        // 1000 expected, standard deviation 28: five of them either way.
        foreach (int count in counts)
            Assert.InRange(count, 860, 1140);
    }

    [Fact]
    public void Batches_gather_inputs_with_their_labels_and_leak_nothing()
    {
        using Dataset data = Numbered(10);
        using Tensor order = data.Order(3, 1);
        long[] indices = order.data<long>().ToArray();
        using DisposeScope scope = NewDisposeScope();

        data.Batch(order, 4, 3, out Tensor inputs, out Tensor labels);
        Assert.Equal(2, scope.DisposablesCount);
        Assert.Equal([3, 1], inputs.shape);
        Assert.Equal(indices[4..7].Select(i => (float)i), inputs.data<float>().ToArray());
        Assert.Equal(indices[4..7].Select(i => i % 4), labels.data<long>().ToArray());
        inputs.Dispose();
        labels.Dispose();

        data.Batch(order, 9, 1, out inputs, out labels);
        Assert.Equal((float)indices[9], inputs.item<float>());
        inputs.Dispose();
        labels.Dispose();
    }

    [Fact]
    public void Batches_outside_the_order_are_refused()
    {
        using Dataset data = Numbered(10);
        using Tensor order = data.Order(3, 1), floats = ones(10), table = zeros(5, 2, dtype: ScalarType.Int64);

        Assert.Throws<ArgumentOutOfRangeException>("start", () => data.Batch(order, -1, 1, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => data.Batch(order, 10, 1, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => data.Batch(order, 0, 0, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => data.Batch(order, 8, 3, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => data.Batch(order, 8, long.MaxValue, out _, out _));
        Assert.Throws<ArgumentException>("order", () => data.Batch(floats, 0, 1, out _, out _));
        Assert.Throws<ArgumentException>("order", () => data.Batch(table, 0, 1, out _, out _));
    }

    [Fact]
    public void A_copy_on_the_same_device_outlives_the_original()
    {
        Dataset data = Numbered(10);
        using Dataset copy = data.To(CPU);
        data.Dispose();

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), Values(copy));
        Assert.Equal(4, copy.Classes);
    }

    private static Dataset Numbered(int count) =>
        Dataset.FromArrays(
            [.. Enumerable.Range(0, count).Select(i => (float)i)],
            [1],
            [.. Enumerable.Range(0, count).Select(i => (long)i % 4)],
            classes: 4);

    private static float[] Values(Dataset data) => data.Inputs.data<float>().ToArray();

    private static long[] OrderOf(Dataset data, long seed, int epoch)
    {
        using Tensor order = data.Order(seed, epoch);
        return order.data<long>().ToArray();
    }
}
