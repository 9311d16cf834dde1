namespace QuantDsl.Tests.Import;

/// <summary>A layer whose normalisation takes a factor away, and one that has none.</summary>
[QuantModel(2, Batch = 4)]
[Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
public sealed partial class Imported
{
    [Linear(3, Bias = true), ReLU, BatchNorm] public partial Layer Hidden { get; }
    [Linear(2)] public partial Layer Out { get; }
}
