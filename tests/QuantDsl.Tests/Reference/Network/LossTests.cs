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
