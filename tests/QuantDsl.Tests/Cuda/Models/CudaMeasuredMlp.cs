namespace QuantDsl.Tests.Cuda.Models;

/// <summary>A small model that is measured: one scale, one for each row, and 1 bit.</summary>
[QuantModel(6, Batch = 16, Epochs = 2)]
[Weights(Bits = 2), Backtrack(Period = 2, Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge, ZigZag]
public sealed partial class CudaMeasuredMlp
{
    [Linear(7), BatchNorm, ReLU] public partial Layer First { get; }
    [Linear(5), BatchNorm, ReLU, Weights(Bits = 3, Scale = Scale.PerChannel)] public partial Layer Second { get; }
    [Linear(3), BatchNorm, Weights(Bits = 1)] public partial Layer Out { get; }
}
