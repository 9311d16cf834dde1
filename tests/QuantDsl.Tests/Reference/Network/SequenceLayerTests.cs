using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

/// <summary>The layers of sequences by hand and, where ids come in, against central differences of their parameters.</summary>
public sealed class SequenceLayerTests
{
    private static readonly NdArray Ids = new([2, 3], [0, 2, 1, 2, 2, 3]);

    [Fact]
    public void One_hot_puts_a_one_at_the_id()
    {
        NdArray output = new OneHotLayer(4).Forward(new NdArray([1, 2], [3, 0]), ForwardMode.Evaluation);
        Assert.Equal([1, 2, 4], output.Shape);
        Assert.Equal([0.0, 0, 0, 1, 1, 0, 0, 0], output.Data);
    }

    [Fact]
    public void Embedding_looks_rows_up_and_adds_what_their_readers_say()
    {
        EmbeddingLayer layer = new(4, 2);
        new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }.CopyTo(layer.Weight.Values, 0);
        NdArray output = layer.Forward(Ids, ForwardMode.Training);
        Assert.Equal([2, 3, 2], output.Shape);
        Assert.Equal([1.0, 2, 5, 6, 3, 4, 5, 6, 5, 6, 7, 8], output.Data);
        layer.Backward(new NdArray([2, 3, 2], [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]));
        Assert.Equal([1.0, 10, 3, 30, 2 + 4 + 5, 20 + 40 + 50, 6, 60], layer.Weight.Gradient);
    }

    [Fact]
    public void Convolution_by_hand()
    {
        SequenceConvolutionLayer layer = new(2, 1, ConvolutionWindow.Along(2, stride: 2, padding: 1));
        new double[] { 1, 10, 100, 1000 }.CopyTo(layer.Weight.Values, 0); // feature 0 before and now, then feature 1
        layer.Bias!.Values[0] = 0.5;
        NdArray output = layer.Forward(new NdArray([1, 3, 2], [1, 2, 3, 4, 5, 6]), ForwardMode.Evaluation);
        Assert.Equal([1, 2, 1], output.Shape);
        Assert.Equal([10 + 2000 + 0.5, 3 + 50 + 400 + 6000 + 0.5], output.Data);
    }

    /// <summary>One unit, two positions, worked out from the equations.</summary>
    [Fact]
    public void Gru_by_hand()
    {
        GruLayer layer = new(1, 1);
        Assert.Equal([0.0, 0, 0], layer.Bias.Values);
        new double[] { 0.5, -0.25, 1 }.CopyTo(layer.InputWeight.Values, 0);
        new double[] { 0.1, 0.2, -0.3 }.CopyTo(layer.RecurrentWeight.Values, 0);
        layer.RecurrentBias.Values[2] = 0.7;
        double h1 = (1 - Sigmoid(-0.25)) * Math.Tanh(1 + Sigmoid(0.5) * 0.7);
        double z2 = Sigmoid(-0.25 * 3 + 0.2 * h1);
        double n2 = Math.Tanh(3 + Sigmoid(0.5 * 3 + 0.1 * h1) * (-0.3 * h1 + 0.7));
        AssertClose([h1, (1 - z2) * n2 + z2 * h1], layer.Forward(new NdArray([1, 2, 1], [1, 3]), ForwardMode.Evaluation).Data);
    }

    /// <summary>One unit, two positions, worked out from the equations.</summary>
    [Fact]
    public void Lstm_by_hand()
    {
        LstmLayer layer = new(1, 1);
        Assert.Equal([0.0, 1, 0, 0], layer.Bias.Values);
        new double[] { 0.5, -0.25, 1, 2 }.CopyTo(layer.InputWeight.Values, 0);
        new double[] { 0.1, 0.2, -0.3, 0.4 }.CopyTo(layer.RecurrentWeight.Values, 0);
        double c1 = Sigmoid(0.5) * Math.Tanh(1);
        double h1 = Sigmoid(2) * Math.Tanh(c1);
        double c2 = Sigmoid(-0.25 * 3 + 0.2 * h1 + 1) * c1 + Sigmoid(0.5 * 3 + 0.1 * h1) * Math.Tanh(3 - 0.3 * h1);
        double h2 = Sigmoid(2 * 3 + 0.4 * h1) * Math.Tanh(c2);
        NdArray input = new([1, 2, 1], [1, 3]);
        AssertClose([h1, h2], layer.Forward(input, ForwardMode.Evaluation).Data);

        LstmLayer last = new(1, 1, returnSequence: false);
        layer.InputWeight.Values.CopyTo(last.InputWeight.Values, 0);
        layer.RecurrentWeight.Values.CopyTo(last.RecurrentWeight.Values, 0);
        NdArray output = last.Forward(input, ForwardMode.Evaluation);
        Assert.Equal([1, 1], output.Shape);
        AssertClose([h2], output.Data);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Networks_of_ids_agree_with_central_differences(bool embeds, bool returnSequence)
    {
        NetworkLayer first = embeds ? new EmbeddingLayer(4, 3) : new OneHotLayer(4);
        LinearLayer linear = new(5, 3);
        var network = ReferenceNetwork.Sequential(
            first, new LstmLayer(embeds ? 3 : 4, 5, returnSequence), returnSequence ? new PerPositionLayer(linear) : linear);
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            NetworkParameter p = network.Parameters[i];
            Normal(2 + i, p.Values.Length).CopyTo(p.Values, 0);
        }

        ILoss loss = returnSequence ? new SequenceLoss(new CrossEntropyLoss()) : new CrossEntropyLoss();
        int[] labels = returnSequence ? [0, 1, 2, 2, 1, 0] : [2, 1];
        network.Backward(loss.Evaluate(network.Forward(Ids, ForwardMode.Trial), labels).Gradient);
        double Function() => loss.Evaluate(network.Forward(Ids, ForwardMode.Trial), labels).Loss;
        foreach (NetworkParameter p in network.Parameters)
            AssertClose(CentralDifferences(Function, p.Values), p.Gradient, 1e-8);
    }

    [Fact]
    public void A_loss_of_sequences_is_the_mean_over_positions()
    {
        NdArray logits = new([1, 2, 2], [0, Math.Log(3), 0, 0]);
        (double loss, NdArray gradient) = new SequenceLoss(new CrossEntropyLoss()).Evaluate(logits, [0, 1]);
        AssertClose([(Math.Log(4) + Math.Log(2)) / 2], [loss]);
        Assert.Equal([1, 2, 2], gradient.Shape);
        AssertClose([-0.375, 0.375, 0.25, -0.25], gradient.Data);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
