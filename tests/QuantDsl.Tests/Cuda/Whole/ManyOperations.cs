using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Dropout of images and of features, and beside it what has another kernel than in the other models: groups with many and with few
/// channels, layer norm of more pixels and channels than a block takes at once.
/// </summary>
[QuantModel(2, 5, 4, Batch = 6)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class ManyOperations
{
    [Conv2d(32, 3, Padding = 1, Groups = 2), LayerNorm, Gelu, Dropout(0.25)] public partial Layer A { get; }
    [Conv2d(4, 2, Groups = 2), BatchNorm, Silu] public partial Layer B { get; }
    [Conv2d(4, 3, Padding = 1, Groups = 4), Concat(nameof(B)), Tanh] public partial Layer C { get; }
    [Linear(6), Sigmoid, Dropout(0.5)] public partial Layer D { get; }
    [Linear(3)] public partial Layer Out { get; }

    /// <summary>The case; the numbers are those of the dropouts among the operations of the compiled network.</summary>
    internal static StepCase Case { get; } = new(EngineModel.Make<ManyOperations>, Network, StepCase.PerLayer(Quantizers.Linear(2)))
    {
        LearningRate = 0.005,
        Loss = new CrossEntropyLoss(),
        Adam = new AdamOptions(Epsilon: 1e-4),
        NoisyPasses = 2,
    };

    private static ReferenceNetwork Network()
    {
        ReferenceNetwork network = new();
        int b = network.Then(
            0,
            new ConvolutionLayer(2, 32, new ConvolutionWindow((3, 3)) { Padding = (1, 1), Groups = 2 }), new LayerNormLayer(32),
            Activations.Gelu(), new DropoutLayer(0.25) { Number = 3 },
            new ConvolutionLayer(32, 4, new ConvolutionWindow((2, 2)) { Groups = 2 }, bias: false), new BatchNormLayer(4),
            Activations.Silu());
        int c = network.Then(b, new ConvolutionLayer(4, 4, new ConvolutionWindow((3, 3)) { Padding = (1, 1), Groups = 4 }));
        network.Then(
            network.Concatenate(c, b), Activations.Tanh(), new FlattenLayer(),
            new LinearLayer(96, 6), Activations.Sigmoid(), new DropoutLayer(0.5) { Number = 12 }, new LinearLayer(6, 3));
        return network;
    }
}
