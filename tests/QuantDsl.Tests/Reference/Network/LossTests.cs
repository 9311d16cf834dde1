using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

public sealed class LossTests
{
    [Fact]
    public void Squared_hinge_by_hand()
    {
        // t = [1, −1]: (1 − .5)² + (1 + .5)² = 2.5; t = [−1, 1]: 0 (beyond the margin) + (1 − 3 → 0) = 0. Over 2·2.
        (double loss, NdArray gradient) = new SquaredHingeLoss().Evaluate(new NdArray([2, 2], [0.5, 0.5, -2, 3]), [0, 1]);
        Assert.Equal(0.625, loss);
        Assert.Equal([-0.25, 0.75, 0, 0], gradient.Data);
    }

    [Fact]
    public void Cross_entropy_by_hand()
    {
        (double loss, NdArray gradient) = new CrossEntropyLoss().Evaluate(new NdArray([1, 2], [0, Math.Log(3)]), [0]);
        AssertClose([Math.Log(4)], [loss]);
        AssertClose([-0.75, 0.75], gradient.Data);
    }

    [Fact]
    public void Cross_entropy_does_not_overflow()
    {
        (double loss, NdArray gradient) = new CrossEntropyLoss().Evaluate(new NdArray([1, 2], [1e4, -1e4]), [1]);
        Assert.Equal(2e4, loss);
        Assert.Equal([1.0, -1], gradient.Data);
    }

    [Fact]
    public void Errors_by_hand()
    {
        // Labels of class 0 are 1.5·sin(1), 1.5·sin(2): errors of 1 and −2.
        (double first, double second) = (NumberLabels.Of(LabelKind.Numbers, 0, 0), NumberLabels.Of(LabelKind.Numbers, 0, 1));
        NdArray outputs = new([1, 2], [first + 1, second - 2]);
        (double squared, NdArray ofSquared) = NumberLoss.Mse().Evaluate(outputs, [0]);
        AssertClose([2.5], [squared]);
        AssertClose([1.0, -2], ofSquared.Data);
        (double huber, NdArray ofHuber) = NumberLoss.Huber(1.5).Evaluate(outputs, [0]);
        AssertClose([(0.5 + (1.5 * (2 - 0.75))) / 2], [huber]);
        AssertClose([0.5, -0.75], ofHuber.Data);
    }

    [Fact]
    public void Binary_cross_entropy_by_hand()
    {
        // Labels of class 0 are 0 and 1; σ(ln 3) = ¾.
        (double loss, NdArray gradient) = NumberLoss.BceWithLogits().Evaluate(new NdArray([1, 2], [Math.Log(3), Math.Log(3)]), [0]);
        AssertClose([(Math.Log(4) + Math.Log(4.0 / 3)) / 2], [loss]);
        AssertClose([0.375, -0.125], gradient.Data);
    }

    [Fact]
    public void Weights_and_smoothing_by_hand()
    {
        // p = (¼, ¾), weights (2, 1), ε = ½: q = (½ + ¼)·2 and ¼·1 of the true class 0; the mean is over its weight, 2.
        (double loss, NdArray gradient) =
            new WeightedCrossEntropyLoss(0.5, [2, 1]).Evaluate(new NdArray([1, 2], [0, Math.Log(3)]), [0]);
        AssertClose([((1.5 * Math.Log(4)) + (0.25 * Math.Log(4.0 / 3))) / 2], [loss]);
        AssertClose([((1.75 * 0.25) - 1.5) / 2, ((1.75 * 0.75) - 0.25) / 2], gradient.Data);
    }

    [Fact]
    public void Gradients_of_the_others_agree_with_central_differences()
    {
        ILoss[] losses =
        [
            NumberLoss.Mse(), NumberLoss.Huber(0.6), NumberLoss.BceWithLogits(), new WeightedCrossEntropyLoss(0.3),
            new WeightedCrossEntropyLoss(0.1, [0.5, 1, 3]),
        ];
        foreach (ILoss loss in losses)
        {
            NdArray logits = new([4, 3], Normal(1, 12));
            int[] labels = [0, 2, 1, 2];
            NdArray gradient = loss.Evaluate(logits, labels).Gradient;
            AssertClose(CentralDifferences(() => loss.Evaluate(logits, labels).Loss, logits.Data), gradient.Data, 1e-8);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_agree_with_central_differences(bool hinge)
    {
        ILoss loss = hinge ? new SquaredHingeLoss() : new CrossEntropyLoss();
        NdArray logits = new([4, 3], Normal(1, 12));
        int[] labels = [0, 2, 1, 2];
        NdArray gradient = loss.Evaluate(logits, labels).Gradient;
        AssertClose(CentralDifferences(() => loss.Evaluate(logits, labels).Loss, logits.Data), gradient.Data, 1e-8);
    }
}
