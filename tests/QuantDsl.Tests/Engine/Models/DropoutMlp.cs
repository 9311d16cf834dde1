namespace QuantDsl.Tests.Engine.Models;

/// <summary>Dropout on hidden values. Without batch norm between it and the loss, a zeroed value leaves a mark on gradients.</summary>
[QuantModel(6, Batch = 16)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), CrossEntropy]
public sealed partial class DropoutMlp
{
    [Linear(16), ReLU, Dropout(0.5)] public partial Layer Hidden1 { get; }
    [Linear(16), ReLU, Dropout(0.25)] public partial Layer Hidden2 { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>In full precision, so that tiny steps change its weights as little.</summary>
[ModelFrom(typeof(DropoutMlp)), FullPrecision]
public sealed partial class DropoutMlpFullPrecision;
