using System.Reflection;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Reference;
using static QuantDsl.Tests.Engine.StepCase;
using static QuantDsl.Tests.Reference.Quantizers;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// Whole steps of networks whose ternary products are looked up, against the float64 reference: too wide for the theory of all cases.
/// </summary>
public sealed class LookUpStepTests
{
    private const int Steps = 6;

    [Fact]
    public void Perceptron() => Compare("LookUpWeights<TernarySums>", Mlp<LookUpMlp>(PerLayer(Linear(2))));

    [Fact]
    public void Perceptron_per_channel() => Compare(
        "LookUpRows<TernarySums>", Mlp<LookUpPerChannelMlp>(PerChannel(Linear(2))) with { Adam = new(Epsilon: 1e-4) });

    [Fact]
    public void Perceptron_with_two_scales() => Compare("LookUpTwoScale", Mlp<LookUpTwoScaleMlp>(PerLayer(TwoScaleTernary)));

    [Fact]
    public void Perceptron_with_an_exact_scale() =>
        Compare("LookUpWeights<TernarySums>", Mlp<LookUpExactMlp>(PerLayer(new WithoutMemory(ExactTernary))));

    [Fact]
    public void Convolutions() => Compare("LookUpWeights<TernarySums>", Convolutional<LookUpConvolutions>(PerLayer(Linear(2))));

    [Fact]
    public void Convolutions_with_two_scales() =>
        Compare("LookUpTwoScale", Convolutional<LookUpTwoScaleConvolutions>(PerLayer(TwoScaleTernary)));

    [Fact]
    public void Lstm() => Compare("LookUpWeights<TernarySums>", new(
        EngineModel.Make<LookUpLstm>,
        () => ReferenceNetwork.Sequential(
            new EmbeddingLayer(5, 192), new LstmLayer(192, 192, returnSequence: false), new LinearLayer(192, 3)),
        PerLayer(Linear(2)))
    {
        Loss = new CrossEntropyLoss(),
        Adam = new(Epsilon: 1e-4),
    });

    private static StepCase Mlp<TModel>(Func<NetworkParameter, IQuantizer> quantizer)
        where TModel : IQuantModel<TModel> => new(
        EngineModel.Make<TModel>,
        () => ReferenceNetwork.Sequential(
            new LinearLayer(24, 196, bias: false), new BatchNormLayer(196), new ReLULayer(),
            new LinearLayer(196, 193, bias: false), new BatchNormLayer(193), new ReLULayer(),
            new LinearLayer(193, 3, bias: false), new BatchNormLayer(3)),
        quantizer);

    private static StepCase Convolutional<TModel>(Func<NetworkParameter, IQuantizer> quantizer)
        where TModel : IQuantModel<TModel> => new(
        EngineModel.Make<TModel>,
        () => ReferenceNetwork.Sequential(
            new ConvolutionLayer(2, 33, 3, padding: 1, bias: false), new BatchNormLayer(33), new ReLULayer(),
            new ConvolutionLayer(33, 34, 3, stride: 2, padding: 1, bias: false), new BatchNormLayer(34), new ReLULayer(),
            new FlattenLayer(), new LinearLayer(34 * 3 * 3, 3)),
        quantizer)
        {
            LearningRate = 0.005,
            Loss = new CrossEntropyLoss(),
            Adam = new(Epsilon: 1e-4),
        };

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(argument => argument.Name))}>"
        : type.Name;

    private static void Compare(string form, StepCase @case)
    {
        Assert.Contains(
            @case.Model.GetNestedTypes(BindingFlags.NonPublic)
                .SelectMany(type => type.GetFields(BindingFlags.NonPublic | BindingFlags.Instance)),
            field => field.FieldType.GenericTypeArguments.Any(argument => NameOf(argument) == form));
        using StepComparison comparison = new(form, @case, seed: 1);
        comparison.Run(StepRule.Mixed, Steps);
        comparison.ComparePredictions();
    }
}
