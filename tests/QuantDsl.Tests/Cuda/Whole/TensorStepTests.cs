using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;
using static QuantDsl.Tests.Engine.StepCase;
using static QuantDsl.Tests.Reference.Quantizers;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>Whole steps of models whose products tensor cores make.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class TensorStepTests
{
    internal static readonly Dictionary<string, StepCase> Cases = new()
    {
        ["features"] = new(
            EngineModel.Make<TensorMlp>,
            () => ReferenceNetwork.Sequential(
                new LinearLayer(40, 64, bias: false), new BatchNormLayer(64), new ReLULayer(),
                new LinearLayer(64, 66, bias: false), new BatchNormLayer(66), new ReLULayer(),
                new LinearLayer(66, 70, bias: false), new BatchNormLayer(70), new ReLULayer(),
                new LinearLayer(70, 64, bias: false), new BatchNormLayer(64), new ReLULayer(),
                new LinearLayer(64, 65, bias: false), new BatchNormLayer(65), new ReLULayer(),
                new LinearLayer(65, 64, bias: false), new BatchNormLayer(64), new ReLULayer(),
                new LinearLayer(64, 3, bias: false), new BatchNormLayer(3)),
            PerLayer(FullPrecision), PerLayer(Binary), PerChannel(Linear(2)), PerLayer(Linear(4)),
            PerChannel(Logarithmic(3)), PerLayer(TwoScaleTernary), PerLayer(Binary))
        {
            Adam = new(Epsilon: 1e-4),
        },
        ["images"] = new(
            EngineModel.Make<TensorConvolutions>,
            () => ReferenceNetwork.Sequential(
                new ConvolutionLayer(2, 32, 3, padding: 1, bias: false), new BatchNormLayer(32), new ReLULayer(),
                new ConvolutionLayer(32, 32, 3, padding: 1, bias: false), new MaxPoolLayer(2), new BatchNormLayer(32), new ReLULayer(),
                new ConvolutionLayer(32, 36, 3, padding: 1, bias: false), new BatchNormLayer(36), new ReLULayer(),
                new FlattenLayer(), new LinearLayer(576, 3, bias: false), new BatchNormLayer(3)),
            PerLayer(Linear(2)))
        {
            LearningRate = 0.005,
            Adam = new(Epsilon: 1e-4),
        },
        ["patches"] = new(
            EngineModel.Make<TensorPatches>,
            () => ReferenceNetwork.Sequential(
                new ConvolutionLayer(33, 34, 3, padding: 1, bias: false), new BatchNormLayer(34), new ReLULayer(),
                new ConvolutionLayer(34, 35, 3, padding: 1, bias: false), new BatchNormLayer(35), new ReLULayer(),
                new ConvolutionLayer(35, 36, 1, bias: false), new BatchNormLayer(36), new ReLULayer(),
                new FlattenLayer(), new LinearLayer(2304, 3, bias: false), new BatchNormLayer(3)),
            PerLayer(Binary), PerLayer(Linear(2)), PerLayer(Linear(3)), PerLayer(Binary))
        {
            LearningRate = 0.005,
            Adam = new(Epsilon: 1e-4),
        },
        ["sequences"] = new(
            EngineModel.Make<TensorSequences>,
            () => ReferenceNetwork.Sequential(
                new SequenceConvolutionLayer(34, 64, ConvolutionWindow.Along(2), bias: false),
                new PerPositionLayer(new BatchNormLayer(64)), Activations.Tanh(),
                new SequenceConvolutionLayer(64, 66, ConvolutionWindow.Along(3, padding: 1), bias: false),
                new PerPositionLayer(new BatchNormLayer(66)), Activations.Tanh(),
                new LstmLayer(66, 64), new GruLayer(64, 66),
                new PerPositionLayer(new LinearLayer(66, 64)), Activations.Tanh(), new PerPositionLayer(new LinearLayer(64, 3))),
            PerLayer(Linear(2)), PerChannel(Linear(3)), PerGate(Binary), PerGate(Binary), PerLayer(Linear(4)), PerLayer(Linear(4)),
            PerLayer(Binary), PerLayer(Linear(2)))
        {
            LearningRate = 0.005,
            Loss = new SequenceLoss(new Tests.Reference.CrossEntropyLoss()),
            Adam = new(Epsilon: 1e-4),
        },
    };

    [ClangTheory]
    [InlineData("features")]
    [InlineData("images")]
    [InlineData("sequences")]
    [InlineData("patches")]
    public void Agree_with_the_reference_after_every_step(string name)
    {
        using StepComparison comparison = new($"{name}, tensor cores", DeviceModel.OnDevice(Cases[name]));
        comparison.Run(StepRule.Mixed, steps: 3);
        comparison.ComparePredictions();
    }

    /// <summary>Every product of the layers that are large enough is made so, with as many parts of a number as the model says.</summary>
    [Theory]
    [InlineData(typeof(TensorMlp), 3, 6, 5, 6)]
    [InlineData(typeof(TensorMlpInTensorFloat32), 2, 6, 5, 6)]
    [InlineData(typeof(TensorMlpInBFloat16), 1, 6, 5, 6)]
    [InlineData(typeof(TensorConvolutions), 3, 1, 1, 2)]
    [InlineData(typeof(TensorSequences), 3, 7, 6, 7)]
    public void Are_made_of_such_products(Type model, int parts, int forward, int backward, int gradients)
    {
        string source = DeviceModel.NetworkOf(model).OwnSource;
        source = source[..source.IndexOf("predict", StringComparison.Ordinal)];
        string[] calls = [.. source.Split('\n').Where(line => line.Contains("TensorTile<"))];
        Assert.All(calls, call => Assert.Matches($@"TensorTile<\d, \d\d, {parts}>", call));
        Assert.Equal(forward, calls.Count(call =>
            call.Contains("tensorLinear<") || call.Contains("::forward<") || call.Contains("::forwardOfAll<")
            || call.Contains(">::forward(")));
        Assert.Equal(backward, calls.Count(call =>
            call.Contains("nputGradient<") || call.Contains("::inputGradientOfAll<") || call.Contains(">::backward(")));
        Assert.Equal(gradients, calls.Count(call => call.Contains("WeightGradient<") || call.Contains("weightGradient<")
            || call.Contains("Shards<")));
    }

    /// <summary>Whatever order nodes, blocks and threads take, nothing else is read or written, and the bits are the same.</summary>
    [ClangFact]
    public void Have_no_races_and_one_result()
    {
        StepCase @case = Cases["features"];
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        float[][] expected = Weights(isTraced: true, order: 1);
        Assert.Equal(expected, Weights(isTraced: false, order: 5));

        float[][] Weights(bool isTraced, uint order)
        {
            using DeviceModel model = new(@case, order: order, isTraced: isTraced);
            Assert.True(float.IsFinite(model.Step(backtracks: true, inputs, labels)));
            return [.. model.Store.State.Select(part => part.Values.Span.ToArray())];
        }
    }
}
