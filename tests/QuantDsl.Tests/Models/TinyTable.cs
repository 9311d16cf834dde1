namespace QuantDsl.Tests.Models;

/// <summary>A ternary perceptron on rows of three columns.</summary>
[QuantModel(3, Batch = 16, Epochs = 2)]
[Weights(Bits = 2)]
[Adam(LearningRate = 0.01)]
[CrossEntropy]
public sealed partial class TinyTable
{
    [Linear(12), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(4), BatchNorm] public partial Layer Out { get; }
}
