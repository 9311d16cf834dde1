namespace QuantDsl.Tests.Models;

/// <summary>So small that libtorch shares none of its work out to threads.</summary>
[QuantModel(12, Batch = 8)]
[Weights(Bits = 3)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.01)]
[CrossEntropy]
public sealed partial class Narrow
{
    [Linear(8), ReLU] public partial Layer Hidden { get; }
    [Linear(3)] public partial Layer Out { get; }
}
