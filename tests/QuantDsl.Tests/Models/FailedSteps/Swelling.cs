namespace QuantDsl.Tests.Models.FailedSteps;

/// <summary>The weights of its first layer know no bounds, and nothing is normalized.</summary>
[QuantModel(6, Batch = 4), Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
public sealed partial class Swelling
{
    [Linear(5), ReLU, FullPrecision] public partial Layer First { get; }
    [Linear(3)] public partial Layer Out { get; }
}

[ModelFrom(typeof(Swelling)), ZigZag]
public sealed partial class MeasuredSwelling;
