namespace QuantDsl.Tests.Models;

/// <summary>No batch normalisation, full precision: what is large stays large.</summary>
[QuantModel(6, Batch = 4)]
[FullPrecision]
[Adam(LearningRate = 0.01)]
[SquaredHinge]
public sealed partial class Plain
{
    [Linear(5), ReLU] public partial Layer Fc1 { get; }
    [Linear(3)] public partial Layer Out { get; }
}
