namespace QuantDsl.Tests.Models;

/// <summary>Ternary weights, biases, dropout, cross-entropy and a layer in full precision.</summary>
[QuantModel(1, 28, 28, Batch = 32, Epochs = 2)]
[Weights(Bits = 2)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.01)]
[CrossEntropy]
public sealed partial class TinyDropoutNet
{
    [Linear(24), BatchNorm, ReLU, Dropout(0.3)] public partial Layer Fc1 { get; }
    [Linear(16), BatchNorm, ReLU, Dropout(0.5)] public partial Layer Fc2 { get; }
    [Linear(10, Bias = true), FullPrecision] public partial Layer Out { get; }
}
