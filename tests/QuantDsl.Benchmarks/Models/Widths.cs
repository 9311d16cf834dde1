namespace QuantDsl.Benchmarks.Models;

/// <summary>A perceptron 784–1024–1024–1024–10, whose small minibatch leaves little memory to activations.</summary>
[QuantModel(1, 28, 28, Batch = 16)]
[Weights(Bits = 1)]
[Adam(LearningRate = 0.005)]
[SquaredHinge]
public sealed partial class Narrow
{
    [Linear(1024), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(1024), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(1024), BatchNorm, ReLU] public partial Layer Fc3 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>The same with 2048 units a layer.</summary>
[QuantModel(1, 28, 28, Batch = 16)]
[Weights(Bits = 1)]
[Adam(LearningRate = 0.005)]
[SquaredHinge]
public sealed partial class Wide
{
    [Linear(2048), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(2048), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(2048), BatchNorm, ReLU] public partial Layer Fc3 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}
