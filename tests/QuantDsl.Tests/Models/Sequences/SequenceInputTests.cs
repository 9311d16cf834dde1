using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>What does not fit a recurrent network is refused in its words.</summary>
public sealed class SequenceInputTests
{
    [Fact]
    public void Token_ids_of_another_shape_type_or_range_are_refused()
    {
        using var model = new TinyCharLstm();
        using Tensor right = zeros(8, 12, dtype: ScalarType.Int64);
        using Tensor labels = zeros(8, 12, dtype: ScalarType.Int64);
        using Tensor numbers = zeros(8, 12);
        using Tensor longer = zeros(8, 13, dtype: ScalarType.Int64);
        using Tensor vectors = zeros(8, 12, 18, dtype: ScalarType.Int64);
        const string wanted = "TinyCharLstm takes int64 [N, 12], token ids from 0 to 16, but got";
        foreach ((Tensor input, string found) in
            new[] { (numbers, "float32 [8, 12]"), (longer, "int64 [8, 13]"), (vectors, "int64 [8, 12, 18]") })
        {
            Assert.Contains($"{wanted} {found}.", Assert.Throws<ArgumentException>(() => model.Predict(input)).Message);
            Assert.Contains($"{wanted} {found}.", Assert.Throws<ArgumentException>(() => model.Step(input, labels)).Message);
        }
        foreach (long id in new[] { 17L, -1, long.MinValue })
        {
            right[3, 5] = id;
            string message = $"TinyCharLstm takes token ids from 0 to 16, but got {id}.";
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => model.Predict(right)).Message);
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => model.BacktrackStep(right, labels)).Message);
        }
        using var signals = new TinySignalNet();
        using Tensor ids = zeros(8, 5, 3, dtype: ScalarType.Int64);
        Assert.Contains(
            "TinySignalNet takes float32 [N, 5, 3], but got int64 [8, 5, 3].",
            Assert.Throws<ArgumentException>(() => signals.Predict(ids)).Message);
    }

    [Fact]
    public void Labels_of_another_shape_or_range_are_refused()
    {
        using var model = new TinyCharLstm();
        using var topics = new TinyTopicLstm();
        using Tensor input = zeros(8, 12, dtype: ScalarType.Int64);
        using Tensor flat = zeros(8, dtype: ScalarType.Int64);
        using Tensor scalar = zeros([], dtype: ScalarType.Int64);
        using Tensor shorter = zeros(8, 11, dtype: ScalarType.Int64);
        using Tensor right = zeros(8, 12, dtype: ScalarType.Int64);
        const string wanted = "TinyCharLstm takes int64 labels [8, 12] beside an input of 8 samples, but got int64";
        foreach ((Tensor labels, string found) in new[] { (flat, "[8]"), (shorter, "[8, 11]"), (scalar, "[]") })
            Assert.Contains($"{wanted} {found}.", Assert.Throws<ArgumentException>(() => model.Step(input, labels)).Message);
        Assert.Contains(
            "TinyTopicLstm takes int64 labels [8] beside an input of 8 samples, but got int64 [8, 12].",
            Assert.Throws<ArgumentException>(() => topics.Step(input, right)).Message);
        right[7, 11] = 17;
        Assert.Contains("takes labels from 0 to 16, but got 17.", Assert.Throws<ArgumentException>(() => model.Step(input, right)).Message);
    }

    /// <summary>The positions of one sequence are enough for its statistics; one position of one sequence is not.</summary>
    [Fact]
    public void One_sequence_can_be_normalised()
    {
        using var model = new TinySignalNet();
        using Tensor input = randn(1, 5, 3);
        using Tensor labels = tensor(new[] { 0L, 1, 2, 1, 0 }, [1, 5]);
        Assert.True(float.IsFinite(model.Step(input, labels)));
    }

    [Fact]
    public void A_data_set_holds_sequences()
    {
        using Dataset text = TinyText.Data();
        Assert.Equal([12], text.InputShape);
        (Dataset first, Dataset second) = text.Split(40, seed: 1);
        using (first)
        using (second)
        {
            Assert.Equal([40, 12], first.Labels.shape);
            Assert.Equal(ScalarType.Int64, second.Inputs.dtype);
        }
        using var model = new TinyTopicLstm();
        using var topics = new Dataset(text.Inputs.alias(), zeros(text.Count, dtype: ScalarType.Int64), "topics", 3);
        Assert.InRange(model.Evaluate(topics), 0, 1);
    }

    [Fact]
    public void Data_sets_that_do_not_fit_are_refused()
    {
        using Dataset text = TinyText.Data();
        using var numbers = new Dataset(zeros(text.Count, 12), text.Labels.alias(), "numbers", 17);
        using var topics = new Dataset(text.Inputs.alias(), zeros(text.Count, dtype: ScalarType.Int64), "topics", 3);
        using var foreign = new Dataset(text.Inputs.add(Scalars.One, Scalars.One), text.Labels.alias(), "foreign", 17);
        using var model = new TinyCharLstm();
        using var classes = new TinyTopicLstm();
        Refused("takes int64 [N, 12], token ids from 0 to 16, but the evaluation set numbers has float32.", () => model.Evaluate(numbers));
        Refused($"takes int64 labels [{text.Count}, 12], but the evaluation set topics has [{text.Count}].", () => model.Evaluate(topics));
        Refused($"takes int64 labels [{text.Count}], but the training set tiny text has [{text.Count}, 12].", () => classes.Fit(text));
        Refused("takes token ids from 0 to 16, but the training set foreign has 17.", () => model.Fit(foreign));

        static void Refused(string message, Action use) => Assert.Contains(message, Assert.Throws<ArgumentException>(use).Message);
    }

    [Fact]
    public void Tensors_that_make_no_sequences_are_refused()
    {
        using Tensor ids = zeros(4, 3, dtype: ScalarType.Int64), labels = zeros(4, 3, dtype: ScalarType.Int64);
        using Tensor negative = TestTensors.Filled([4, 3], -1L);
        using Tensor deep = zeros(4, 3, 2, dtype: ScalarType.Int64), shorter = zeros(4, 2, dtype: ScalarType.Int64);
        Refused(negative, labels, "token ids from 0, found an id of -1");
        Refused(deep, labels, "token ids of type int64 [N, length], or inputs of type float32, found int64 [4, 3, 2]");
        Refused(ids, shorter, "labels of shape [N, 3] for the positions of sequences, or labels of shape [N], found int64 [4, 2]");

        static void Refused(Tensor inputs, Tensor labels, string part) =>
            Assert.Contains(part, Assert.Throws<DatasetException>(() => new Dataset(inputs, labels)).Message, StringComparison.Ordinal);
    }
}
