using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Programs;
using TorchSharp;

namespace QuantDsl.Tests.Models;

/// <summary>Labels that a loss cannot take are refused with what it takes and what came.</summary>
public sealed class NumberInputTests
{
    private static readonly float[] Rows = new float[16 * 6];

    [Fact]
    public void Classes_for_a_regression()
    {
        using var model = new MseMlp(seed: 1);
        using var data = Dataset.FromArrays(Rows, [6], [.. Enumerable.Range(0, 16).Select(i => (long)(i % 3))], name: "classes");

        Assert.Equal(
            "MseMlp takes float32 labels [16, 3], but the training set classes has int64 [16]. Make it with float labels: "
            + "Dataset.FromArrays(inputs, inputShape, labels) with float[] labels.",
            Assert.Throws<ArgumentException>(() => model.Fit(data)).Message);
        Assert.Contains("takes float32 labels [16, 3]", Assert.Throws<ArgumentException>(() => model.Evaluate(data)).Message);
    }

    [Fact]
    public void Numbers_for_classes()
    {
        using var model = new TernaryMlp(seed: 1);
        using var data = Dataset.FromArrays(Rows, [6], new float[16], name: "numbers");

        Assert.Equal(
            "TernaryMlp takes int64 labels [16], but the training set numbers has float32 [16]. Give classes as labels, or declare [Mse], "
            + "[Huber] or [BceWithLogits] as the loss.",
            Assert.Throws<ArgumentException>(() => model.Fit(data)).Message);
    }

    [Fact]
    public void Another_number_of_outputs()
    {
        using var model = new MseMlp(seed: 1);
        using var data = Dataset.FromArrays(Rows, [6], new float[16 * 2], name: "pairs");

        Assert.Equal(
            "MseMlp takes float32 labels [16, 3], but the training set pairs has [16, 2].",
            Assert.Throws<ArgumentException>(() => model.Fit(data)).Message);
        Assert.StartsWith(
            "MseMlp takes 3 numbers as labels of a sample, one for each output, but got 32 beside 16 samples.",
            Assert.Throws<ArgumentException>(() => model.Step(Rows, new float[32])).Message);
        using torch.Tensor input = torch.zeros(16, 6), labels = torch.zeros(16, 2);
        Assert.StartsWith(
            "MseMlp takes float32 labels [16, 3] beside an input of 16 samples, but got float32 [16, 2].",
            Assert.Throws<ArgumentException>(() => model.Step(input, labels)).Message);
    }

    [Fact]
    public void Labels_that_are_no_probabilities_or_not_finite()
    {
        using var model = new BceMlp(seed: 1);
        float[] labels = new float[16 * 3];
        labels[5] = 2;
        using var data = Dataset.FromArrays(Rows, [6], labels, name: "twos");

        Assert.Equal(
            "BceMlp takes labels from 0 to 1, but the training set twos has 2.",
            Assert.Throws<ArgumentException>(() => model.Fit(data)).Message);
        Assert.StartsWith(
            "BceMlp takes labels from 0 to 1, but got 2.", Assert.Throws<ArgumentException>(() => model.Step(Rows, labels)).Message);
        using var regression = new MseMlp(seed: 1);
        labels[5] = float.NaN;
        Assert.StartsWith(
            "MseMlp takes finite numbers as labels, but got NaN.",
            Assert.Throws<ArgumentException>(() => regression.Step(Rows, labels)).Message);
    }

    [Fact]
    public void Numbers_of_a_single_output_may_have_an_axis_or_none()
    {
        using var first = new OneNumber(seed: 1);
        using var second = new OneNumber(seed: 1);
        using torch.Tensor input = torch.ones(16, 6), flat = torch.ones(16), column = torch.ones(16, 1);

        Assert.Equal(first.Step(input, flat), second.Step(input, column));
        Assert.Equal(LabelKind.Numbers, OneNumber.Info.Labels);
        Assert.Equal(LabelKind.Probabilities, TagNet.Info.Labels);
    }

    [Fact]
    public void An_evaluation_is_the_mean_over_all_samples()
    {
        using var model = new WeightedMlp(seed: 1);
        int[] classes = [.. Enumerable.Range(0, 1100).Select(i => i % 7 == 0 ? 1 : 2 * (i % 2))];
        float[] rows = [.. Reference.TestData.Normal(1, 1100 * 6).Select(x => (float)x)];
        using var data = Dataset.FromArrays(rows, [6], [.. classes.Select(c => (long)c)]);
        float[] logits = new float[1100 * 3];
        model.Predict(rows, logits);
        double expected = new Reference.WeightedCrossEntropyLoss(0.25, [0.5, 2, 1.25])
            .Evaluate(new Reference.NdArray([1100, 3], [.. logits.Select(y => (double)y)]), classes).Loss;

        Assert.Equal(expected, model.Assess(data).Loss, 5);
    }
}
