namespace QuantDsl.Tests.Models;

/// <summary>Trains too hard: its learning rate is so high that accuracy goes up and down.</summary>
[QuantModel(1, 28, 28, Batch = 32, Epochs = 6)]
[Weights(Bits = 1)]
[Adam(LearningRate = 0.5)]
[SquaredHinge]
public sealed partial class Unsteady
{
    [Linear(8), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}
