namespace QuantDsl.Tests.Models;

/// <summary>A binary convolutional network on drawn digits.</summary>
[QuantModel(1, 28, 28, Batch = 32, Epochs = 2)]
[Weights(Bits = 1)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.01)]
[SquaredHinge]
public sealed partial class TinyConvNet
{
    [Conv2d(4, 5), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(8, 5), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>3 bits.</summary>
[ModelFrom(typeof(TinyConvNet)), Weights(Bits = 3)]
public sealed partial class TinyConvNetThreeBit;
