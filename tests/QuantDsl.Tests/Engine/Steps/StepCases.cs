using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Fuzz;
using QuantDsl.Tests.Reference;
using static QuantDsl.Tests.Engine.StepCase;
using static QuantDsl.Tests.Reference.Quantizers;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// Every test model with its reference. Gradients may be mathematically zero before cross-entropy, where the quantized weights of one input
/// are equal for all classes (softmax does not see them), and before batch norm, where a ReLU passes the same positions of every sample.
/// What float32 leaves of them, 1e-8, would be a whole step of η for Adam, and the trial's gradient would be one at weights that nobody
/// knows; the models in which that happens have a larger ε.
/// </summary>
internal static class StepCases
{
    public static IReadOnlyDictionary<string, StepCase> All { get; } = new Dictionary<string, StepCase>
    {
        ["binary"] = Mlp<BinaryMlp>(PerLayer(Binary)),
        ["linear 2"] = Mlp<TernaryMlp>(PerLayer(Linear(2))),
        ["linear 3"] = Mlp<Linear3Mlp>(PerLayer(Linear(3))),
        ["linear 4"] = Mlp<Linear4Mlp>(PerLayer(Linear(4))),
        ["linear 8"] = Mlp<Linear8Mlp>(PerLayer(Linear(8))),
        ["logarithmic 2"] = Mlp<Logarithmic2Mlp>(PerLayer(Logarithmic(2))),
        ["logarithmic 3"] = Mlp<Logarithmic3Mlp>(PerLayer(Logarithmic(3))),
        ["logarithmic 4"] = Mlp<Logarithmic4Mlp>(PerLayer(Logarithmic(4))),
        ["logarithmic 8"] = Mlp<Logarithmic8Mlp>(PerLayer(Logarithmic(8))),
        ["two-scale"] = Mlp<TwoScaleMlp>(PerLayer(TwoScaleTernary)),
        ["exact"] = Mlp<ExactTernaryMlp>(PerLayer(new WithoutMemory(ExactTernary))),
        ["exact logarithmic"] = Mlp<ExactLogarithmicMlp>(PerLayer(new WithoutMemory(ExactTernary))),
        ["exact two-scale"] = Mlp<ExactTwoScaleMlp>(PerLayer(new WithoutMemory(ExactTwoScaleTernary))),
        ["full precision"] = Mlp<FullPrecisionMlp>(PerLayer(FullPrecision)),
        ["binary per channel"] = Mlp<BinaryPerChannelMlp>(PerChannel(Binary)),
        ["linear 2 per channel"] = Mlp<TernaryPerChannelMlp>(PerChannel(Linear(2))),
        ["linear 4 per channel"] = Mlp<Linear4PerChannelMlp>(PerChannel(Linear(4))),
        ["logarithmic 3 per channel"] = Mlp<Logarithmic3PerChannelMlp>(PerChannel(Logarithmic(3))),
        ["two-scale per channel"] = Mlp<TwoScalePerChannelMlp>(PerChannel(TwoScaleTernary)),
        ["exact per channel"] = Mlp<ExactTernaryPerChannelMlp>(PerChannel(new WithoutMemory(ExactTernary))),
        ["exact logarithmic per channel"] = Mlp<ExactLogarithmicPerChannelMlp>(PerChannel(new WithoutMemory(ExactTernary))),
        ["exact two-scale per channel"] = Mlp<ExactTwoScalePerChannelMlp>(PerChannel(new WithoutMemory(ExactTwoScaleTernary))),
        ["trial moments discarded"] = Mlp<DiscardingMlp>(PerLayer(Linear(2))) with { CarryTrialMoments = false },
        ["blend 0.25"] = Mlp<QuarterBlendMlp>(PerLayer(Binary)) with { Blend = 0.25 },
        ["other Adam"] = Mlp<OtherAdamMlp>(PerLayer(Binary)) with { LearningRate = 0.02, Adam = new(0.8, 0.95, 0.01) },
        ["chained"] = Mlp<ChainedMlp>(PerLayer(Linear(3))) with
        {
            LearningRate = 0.02,
            Adam = new(0.8, 0.95, 0.01),
            Loss = new CrossEntropyLoss(),
        },
        ["mean squared error"] = Mlp<MseMlp>(PerLayer(Linear(2))) with { Loss = NumberLoss.Mse() },
        ["Huber"] = Mlp<HuberMlp>(PerLayer(Binary)) with { Loss = NumberLoss.Huber(0.75) },
        ["binary cross-entropy"] = Mlp<BceMlp>(PerLayer(Linear(2))) with { Loss = NumberLoss.BceWithLogits() },
        ["label smoothing"] = Mlp<SmoothedMlp>(PerLayer(Linear(2))) with { Loss = new WeightedCrossEntropyLoss(0.125) },
        ["class weights"] = Mlp<WeightedMlp>(PerLayer(Binary)) with { Loss = new WeightedCrossEntropyLoss(0.25, [0.5, 2, 1.25]) },
        ["one number"] = new(EngineModel.Make<OneNumber>, ReferenceNetworks.OneNumber, PerLayer(Linear(2)), PerLayer(FullPrecision))
        {
            Loss = NumberLoss.Mse(),
            NoisyPasses = 2, // errors of both signs cancel in the gradient of the single bias, and with them digits
        },
        ["numbers at positions"] = OneHot<NumbersLstm>(PerLayer(Binary)) with { Loss = new SequenceLoss(NumberLoss.Mse()) },
        ["nested class"] = Mlp<Outer.NestedMlp>(PerLayer(Linear(2))),
        ["global namespace"] = Mlp<GlobalMlp>(PerLayer(Linear(2))),
        ["mixed"] = new(
            EngineModel.Make<MixedMlp>,
            ReferenceNetworks.Mixed,
            PerLayer(FullPrecision), PerChannel(Binary), PerLayer(Linear(2)), PerLayer(Logarithmic(4))),
        ["biased"] = new(EngineModel.Make<BiasedMlp>, ReferenceNetworks.Biased, PerLayer(Linear(3)))
        {
            Blend = 0.7,
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["frozen bottom"] = Mlp<FrozenBottomMlp>(PerLayer(Binary)) with { Network = () => ReferenceNetworks.Mlp().Frozen(0, 1) },
        ["frozen middle"] = new(
            EngineModel.Make<FrozenMiddleMlp>,
            () => ReferenceNetworks.Mixed().Frozen(3, 4, 6, 7),
            PerLayer(FullPrecision), PerChannel(Binary), PerLayer(Linear(2)), PerLayer(Logarithmic(4))),
        ["frozen top"] = Mlp<FrozenTopMlp>(PerLayer(Binary)) with { Network = () => ReferenceNetworks.Mlp().Frozen(6, 7) },
        ["frozen LSTM"] = new(EngineModel.Make<FrozenLstm>, () => ReferenceNetworks.EmbeddedLstm().Frozen(1), PerLayer(Linear(2)))
        {
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["frozen table"] = new(EngineModel.Make<FrozenTableLstm>, () => ReferenceNetworks.EmbeddedLstm().Frozen(0), PerLayer(Linear(2)))
        {
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["frozen LeNet"] = new(
            EngineModel.Make<FrozenLeNet>, () => ReferenceNetworks.LeNet().Frozen(4, 8, 11, 16, 17), PerLayer(Binary))
        {
            LearningRate = 0.005,
            Adam = LargeEpsilon,
        },
        ["AdamW"] = new(
            EngineModel.Make<DecayedMlp>,
            ReferenceNetworks.Mixed,
            PerLayer(FullPrecision), PerChannel(Binary), PerLayer(Linear(2)), PerLayer(Logarithmic(4)))
        {
            Adam = new(WeightDecay: 4),
        },
        ["AdamW with biases"] = new(EngineModel.Make<DecayedBiasedMlp>, ReferenceNetworks.Biased, PerLayer(Linear(3)))
        {
            Blend = 0.7,
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon with { WeightDecay = 4 },
        },
        ["shared ReLU"] = new(EngineModel.Make<SharedReluMlp>, ReferenceNetworks.SharedRelu, PerLayer(Linear(2))),
        ["leaky ReLU"] = new(
            EngineModel.Make<LeakyMlp>,
            () => ReferenceNetworks.Activations(new ReLULayer(Slope0_01.Value), new ReLULayer(Slope0_25.Value), new ReLULayer(Slope0_25.Value)),
            PerLayer(Linear(2)))
        {
            Adam = LargeEpsilon,
        },
        ["tanh"] = new(
            EngineModel.Make<TanhMlp>,
            () => ReferenceNetworks.Activations(Activations.Tanh(), Activations.Tanh(), Activations.Tanh()),
            PerLayer(Linear(2)))
        {
            Adam = LargeEpsilon,
        },
        ["sigmoid"] = new(
            EngineModel.Make<SigmoidMlp>,
            () => ReferenceNetworks.Activations(Activations.Sigmoid(), Activations.Sigmoid(), Activations.Sigmoid()),
            PerLayer(Linear(2)))
        {
            Adam = LargeEpsilon,
            NoisyPasses = 2, // values near ½ lose digits when batch norm takes their mean away
        },
        ["SiLU"] = new(
            EngineModel.Make<SiluMlp>,
            () => ReferenceNetworks.Activations(Activations.Silu(), Activations.Silu(), Activations.Silu()),
            PerLayer(Linear(2)))
        {
            Adam = LargeEpsilon,
        },
        ["GELU"] = new(
            EngineModel.Make<GeluMlp>,
            () => ReferenceNetworks.Activations(Activations.Gelu(), Activations.Gelu(), Activations.Gelu()),
            PerLayer(Linear(2)))
        {
            Adam = LargeEpsilon,
        },
        ["hard swish"] = new(
            EngineModel.Make<HardSwishMlp>,
            () => ReferenceNetworks.Activations(new HardSwishLayer(), new HardSwishLayer(), new HardSwishLayer()),
            PerLayer(Linear(2)))
        {
            Adam = LargeEpsilon,
        },
        ["layer norm"] = new(EngineModel.Make<LayerNormMlp>, ReferenceNetworks.LayerNormMlp, PerLayer(Linear(2)))
        {
            Adam = LargeEpsilon,
            NoisyPasses = 2, // of the few logits of a sample, layer norm takes the mean away, and with it digits
        },
        ["layer norm of images"] = Convolutions<LayerNormImages>(ReferenceNetworks.LayerNormImages, PerLayer(Binary)),
        ["layer norm of sequences"] = new(EngineModel.Make<LayerNormLstm>, ReferenceNetworks.LayerNormLstm, PerLayer(Linear(3)))
        {
            Loss = new SequenceLoss(new CrossEntropyLoss()),
            Adam = LargeEpsilon,
        },
        ["LeNet"] = new(EngineModel.Make<SmallLeNet>, ReferenceNetworks.LeNet, PerLayer(Binary))
        {
            LearningRate = 0.005,
            Adam = LargeEpsilon,
        },
        ["LeNet per channel"] = new(EngineModel.Make<SmallLeNetPerChannel>, ReferenceNetworks.LeNet, PerChannel(Linear(3)))
        {
            LearningRate = 0.005,
            Adam = LargeEpsilon,
        },
        ["one pixel"] = new(EngineModel.Make<OnePixel>, ReferenceNetworks.OnePixel, PerLayer(Linear(2)))
        {
            LearningRate = 0.005,
            Adam = LargeEpsilon,
        },
        ["rectangles"] = Convolutions<Rectangles>(ReferenceNetworks.Rectangles, PerLayer(Linear(2))),
        ["dilations"] = Convolutions<Dilations>(ReferenceNetworks.Dilations, PerLayer(Binary)),
        ["same paddings"] = Convolutions<SamePaddings>(ReferenceNetworks.SamePaddings, PerLayer(Linear(3))),
        ["groups"] = InGroups<Groups>(PerLayer(Linear(2))),
        ["groups per channel"] = InGroups<GroupsPerChannel>(PerChannel(Linear(3))),
        ["binary groups per channel"] = InGroups<BinaryGroupsPerChannel>(PerChannel(Binary)),
        ["logarithmic groups"] = InGroups<LogarithmicGroups>(PerLayer(Logarithmic(3))),
        ["MobileNet"] = new(
            EngineModel.Make<SmallMobileNet>,
            ReferenceNetworks.MobileNet,
            [.. Enumerable.Repeat(PerLayer(Linear(2)), 8), PerLayer(Linear(4))])
        {
            LearningRate = 0.005,
            Blend = 0.9,
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["ResNet"] = new(
            EngineModel.Make<SmallResNet>,
            ReferenceNetworks.ResNet,
            [.. Enumerable.Repeat(PerLayer(Binary), 6), PerLayer(Linear(4))])
        {
            LearningRate = 0.005,
            Blend = 0.9,
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["concatenation"] = new(EngineModel.Make<ConcatMlp>, ReferenceNetworks.ConcatMlp, PerLayer(Linear(2))) { Adam = LargeEpsilon },
        ["DenseNet"] = new(
            EngineModel.Make<SmallDenseNet>,
            ReferenceNetworks.DenseNet,
            [.. Enumerable.Repeat(PerLayer(Binary), 5), PerLayer(Linear(4))])
        {
            LearningRate = 0.005,
            Blend = 0.9,
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["LSTM, one-hot"] = OneHot<OneHotLstm>(PerLayer(Binary)),
        ["LSTM, per gate"] = OneHot<PerGateLstm>(PerGate(Binary)),
        ["LSTM, linear 2 per gate"] = OneHot<TernaryPerGateLstm>(PerGate(Linear(2))),
        ["LSTM, logarithmic 3 per gate"] = OneHot<LogarithmicPerGateLstm>(PerGate(Logarithmic(3))),
        ["LSTM, two-scale per gate"] = OneHot<TwoScalePerGateLstm>(PerGate(TwoScaleTernary)),
        ["LSTM, exact per gate"] = OneHot<ExactPerGateLstm>(PerGate(new WithoutMemory(ExactTernary))),
        ["LSTM, exact logarithmic per gate"] = OneHot<ExactLogarithmicPerGateLstm>(PerGate(new WithoutMemory(ExactTernary))),
        ["LSTM, exact two-scale per gate"] = OneHot<ExactTwoScalePerGateLstm>(PerGate(new WithoutMemory(ExactTwoScaleTernary))),
        ["LSTM, clipped"] = OneHot<ClippedLstm>(PerLayer(Binary)) with { Adam = new(GradientClip: 0.002f) },
        ["LSTM, full precision"] = OneHot<FullPrecisionLstm>(PerLayer(FullPrecision)),
        ["LSTM, embedding"] = new(EngineModel.Make<EmbeddedLstm>, ReferenceNetworks.EmbeddedLstm, PerLayer(Linear(2)))
        {
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["LSTM, embedding, per gate"] = new(
            EngineModel.Make<EmbeddedPerGateLstm>,
            ReferenceNetworks.EmbeddedLstm,
            PerLayer(Linear(3)), PerGate(Linear(3)), PerGate(Linear(3)), PerLayer(Linear(3)))
        {
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["LSTM, stacked"] = new(EngineModel.Make<StackedLstm>, ReferenceNetworks.StackedLstm, PerChannel(Linear(3)))
        {
            Loss = new SequenceLoss(new SquaredHingeLoss()),
        },
        ["GRU, one-hot"] = OneHot<OneHotGru>(PerLayer(Binary), ReferenceNetworks.OneHotGru),
        ["GRU, per gate"] = OneHot<PerGateGru>(PerGate(Linear(2)), ReferenceNetworks.OneHotGru),
        ["GRU, stacked"] = new(EngineModel.Make<StackedGru>, ReferenceNetworks.StackedGru, PerChannel(Linear(3)))
        {
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        },
        ["convolutions of signals"] = Convolutions<SignalConvolutions>(ReferenceNetworks.SignalConvolutions, PerLayer(Linear(2))),
        ["convolutions of signals, per channel"] =
            Convolutions<SignalConvolutionsPerChannel>(ReferenceNetworks.SignalConvolutions, PerChannel(Linear(3))),
        ["convolutions of signals, binary"] =
            Convolutions<BinarySignalConvolutions>(ReferenceNetworks.SignalConvolutions, PerLayer(Binary)),
        ["convolutions of tokens"] = new(EngineModel.Make<TokenConvolutions>, ReferenceNetworks.TokenConvolutions, PerLayer(Linear(3)))
        {
            Loss = new SequenceLoss(new CrossEntropyLoss()),
            Adam = LargeEpsilon,
        },
    };

    /// <summary>The names of those whose models convolve.</summary>
    public static IReadOnlyList<string> Convolutional { get; } =
    [
        "LeNet", "LeNet per channel", "frozen LeNet", "one pixel", "ResNet", "DenseNet", "rectangles", "dilations", "same paddings",
        "groups", "groups per channel", "binary groups per channel", "logarithmic groups", "MobileNet",
        "layer norm of images", .. Sequential,
    ];

    /// <summary>The names of those whose models convolve sequences.</summary>
    private static string[] Sequential =>
        ["convolutions of signals", "convolutions of signals, per channel", "convolutions of signals, binary", "convolutions of tokens"];

    /// <summary>The names of the others.</summary>
    public static IEnumerable<string> Flat => All.Keys.Except(Convolutional);

    private static AdamOptions LargeEpsilon => new(Epsilon: 1e-4);

    private static StepCase OneHot<TModel>(Func<NetworkParameter, IQuantizer> quantizer, Func<ReferenceNetwork>? network = null)
        where TModel : IQuantModel<TModel> =>
        new(EngineModel.Make<TModel>, network ?? ReferenceNetworks.OneHotLstm, quantizer, quantizer, PerLayer(FullPrecision))
        {
            Loss = new SequenceLoss(new CrossEntropyLoss()),
        };

    private static StepCase Convolutions<TModel>(Func<ReferenceNetwork> network, Func<NetworkParameter, IQuantizer> quantizer)
        where TModel : IQuantModel<TModel> =>
        new(EngineModel.Make<TModel>, network, quantizer)
        {
            LearningRate = 0.005,
            Loss = new CrossEntropyLoss(),
            Adam = LargeEpsilon,
        };

    private static StepCase InGroups<TModel>(Func<NetworkParameter, IQuantizer> quantizer)
        where TModel : IQuantModel<TModel> =>
        Convolutions<TModel>(ReferenceNetworks.Groups, quantizer) with
        {
            NoisyPasses = 2, // of the few values in a channel, batch norm takes the mean away, and with it digits
        };

    private static StepCase Mlp<TModel>(Func<NetworkParameter, IQuantizer> quantizer)
        where TModel : IQuantModel<TModel> => new(EngineModel.Make<TModel>, ReferenceNetworks.Mlp, quantizer);
}
