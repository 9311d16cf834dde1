using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

/// <summary>Whole networks: gradients, running statistics and that both rules learn.</summary>
public sealed class ReferenceNetworkTests
{
    private static readonly int[] Labels = [0, 1, 2, 0, 1, 2];

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet")]
    [InlineData("residual")]
    [InlineData("dense")]
    [InlineData("dense, flat")]
    [InlineData("dense, sequences")]
    public void Gradients_agree_with_central_differences(string name)
    {
        (ReferenceNetwork network, NdArray input) = Build(name);
        SquaredHingeLoss loss = new();
        NdArray inputGradient = network.Backward(loss.Evaluate(network.Forward(input, ForwardMode.Trial), Labels).Gradient);

        double Function() => loss.Evaluate(network.Forward(input, ForwardMode.Trial), Labels).Loss;
        AssertClose(CentralDifferences(Function, input.Data, 1e-6), inputGradient.Data, 1e-6);
        foreach (NetworkParameter p in network.Parameters) AssertClose(CentralDifferences(Function, p.Values, 1e-6), p.Gradient, 1e-6);
    }

    [Fact]
    public void Running_statistics_move_once_per_step()
    {
        (ReferenceNetwork laq, NdArray input) = Build("lenet");
        (ReferenceNetwork backtrack, _) = Build("lenet");
        Model(laq, Quantizers.Linear(2)).LaqStep(input, Labels);
        Model(backtrack, Quantizers.Linear(2)).BacktrackStep(input, Labels, 0.6);

        BatchNormLayer[] expected = [.. laq.Layers.OfType<BatchNormLayer>()];
        BatchNormLayer[] actual = [.. backtrack.Layers.OfType<BatchNormLayer>()];
        Assert.All(expected, layer => Assert.All(layer.RunningMean, x => Assert.NotEqual(0, x)));
        Assert.Equal(expected.SelectMany(x => x.RunningMean), actual.SelectMany(x => x.RunningMean));
        Assert.Equal(expected.SelectMany(x => x.RunningVariance), actual.SelectMany(x => x.RunningVariance));
    }

    [Theory]
    [InlineData("mlp", "binary")]
    [InlineData("mlp", "two-scale")]
    [InlineData("lenet", "linear 3")]
    [InlineData("residual", "exact")]
    public void Both_rules_learn(string network, string quantizer)
    {
        foreach (bool backtrack in new[] { false, true })
        {
            (ReferenceNetwork net, NdArray input) = Build(network);
            ReferenceModel model = Model(net, QuantizersByName[quantizer]);
            double Step() => backtrack ? model.BacktrackStep(input, Labels, 0.6) : model.LaqStep(input, Labels);
            double first = Step();
            for (int i = 0; i < 40; i++) Step();
            double last = Step();
            Assert.True(last < first / 2, $"backtrack {backtrack}: {first} → {last}");
        }
    }

    [Fact]
    public void Prediction_uses_running_statistics_and_quantized_weights()
    {
        NdArray input = new([1, 2], [2, 1]);
        LinearLayer linear = new(2, 1, bias: false);
        new double[] { 0.5, -0.3 }.CopyTo(linear.Weight.Values, 0);
        var network = ReferenceNetwork.Sequential(linear, new BatchNormLayer(1, epsilon: 3));
        AssertClose([0.2], Model(network, Quantizers.Binary).Predict(input).Data);
    }

    [Fact]
    public void Adding_unequal_shapes_is_refused()
    {
        ReferenceNetwork network = new();
        network.Add(0, network.Then(0, new LinearLayer(2, 3)));
        Assert.Throws<ArgumentException>(() => network.Forward(new NdArray([1, 2]), ForwardMode.Evaluation));
    }

    [Fact]
    public void Concatenating_unequal_sizes_is_refused()
    {
        ReferenceNetwork network = new();
        network.Concatenate(0, network.Then(0, new MaxPoolLayer(2)));
        Assert.Throws<ArgumentException>(() => network.Forward(new NdArray([1, 2, 4, 4]), ForwardMode.Evaluation));
    }

    [Fact]
    public void Concatenation_has_its_own_channels_first()
    {
        NdArray left = new([2, 1, 1, 2], [1, 2, 3, 4]);
        NdArray right = new([2, 2, 1, 2], [5, 6, 7, 8, 9, 10, 11, 12]);
        NdArray both = Channels.Concatenate(left, right);
        Assert.Equal([2, 3, 1, 2], both.Shape);
        Assert.Equal([1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12], both.Data);
    }

    private static ReferenceModel Model(ReferenceNetwork network, IQuantizer quantizer) =>
        new(network, new SquaredHingeLoss(), ReferenceModel.Weights(quantizer), 0.02);

    private static (ReferenceNetwork Network, NdArray Input) Build(string name)
    {
        ReferenceNetwork network = name switch
        {
            "mlp" => Mlp(),
            "lenet" => LeNet(),
            "residual" => Residual(),
            "dense" => Dense(),
            "dense, flat" => DenseFlat(),
            "dense, sequences" => DenseSequences(),
            _ => throw new ArgumentException(name),
        };
        int seed = 20;
        foreach (NetworkParameter p in network.Parameters.Where(p => p.IsWeight)) Normal(seed++, p.Values.Length, 0.4).CopyTo(p.Values, 0);
        int[] shape = name switch
        {
            "mlp" or "dense, flat" => [6, 8],
            "dense, sequences" => [6, 4, 3],
            _ => [6, 1, 6, 6],
        };
        return (network, new NdArray(shape, Normal(10, shape.Aggregate(1, (product, extent) => product * extent))));
    }

    private static ReferenceNetwork Mlp() => ReferenceNetwork.Sequential(
        new LinearLayer(8, 10, bias: false), new BatchNormLayer(10), new ReLULayer(),
        new LinearLayer(10, 10, bias: false), new BatchNormLayer(10), new ReLULayer(),
        new LinearLayer(10, 3, bias: false), new BatchNormLayer(3));

    /// <summary>Convolution → pool → batch norm → ReLU, as in the paper's LeNet-5.</summary>
    private static ReferenceNetwork LeNet() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(1, 4, 3), new MaxPoolLayer(2), new BatchNormLayer(4), new ReLULayer(),
        new FlattenLayer(),
        new LinearLayer(16, 8, bias: false), new BatchNormLayer(8), new ReLULayer(),
        new LinearLayer(8, 3), new BatchNormLayer(3));

    private static ReferenceNetwork Residual()
    {
        ReferenceNetwork network = new();
        int stem = network.Then(0, new ConvolutionLayer(1, 3, 3, padding: 1, bias: false), new BatchNormLayer(3), new ReLULayer());
        int body = network.Then(stem, new ConvolutionLayer(3, 4, 3, stride: 2, padding: 1, bias: false), new BatchNormLayer(4));
        int shortcut = network.Then(stem, new ConvolutionLayer(3, 4, 1, stride: 2, bias: false), new BatchNormLayer(4));
        int sum = network.Add(body, shortcut);
        network.Then(sum, new ReLULayer(), new GlobalAveragePoolLayer(), new LinearLayer(4, 3), new BatchNormLayer(3));
        return network;
    }

    private static ReferenceNetwork Dense()
    {
        ReferenceNetwork network = new();
        int stem = network.Then(0, new ConvolutionLayer(1, 3, 3, padding: 1, bias: false), new BatchNormLayer(3), new ReLULayer());
        int a = network.Then(stem, new ConvolutionLayer(3, 2, 3, padding: 1, bias: false), new BatchNormLayer(2), new ReLULayer());
        a = network.Concatenate(a, stem);
        int b = network.Concatenate(network.Then(a, new ConvolutionLayer(5, 2, 3, padding: 1)), a);
        network.Then(b, new GlobalAveragePoolLayer(), new LinearLayer(7, 3));
        return network;
    }

    private static ReferenceNetwork DenseFlat()
    {
        ReferenceNetwork network = new();
        int a = network.Then(0, new LinearLayer(8, 5), new ReLULayer());
        network.Then(network.Concatenate(network.Concatenate(network.Then(a, new LinearLayer(5, 4)), a), 0), new LinearLayer(17, 3));
        return network;
    }

    private static ReferenceNetwork DenseSequences()
    {
        ReferenceNetwork network = new();
        int a = network.Then(0, new PerPositionLayer(new LinearLayer(3, 2)), new ReLULayer());
        network.Then(network.Concatenate(a, 0), new PerPositionLayer(new LinearLayer(5, 2)), new FlattenLayer(), new LinearLayer(8, 3));
        return network;
    }
}
