namespace QuantDsl.Tests.Engine.Models;

/// <summary>A regression of three numbers.</summary>
[ModelFrom(typeof(TernaryMlp)), Mse]
public sealed partial class MseMlp;

/// <summary>A regression whose errors are about as often above δ as below.</summary>
[ModelFrom(typeof(BinaryMlp)), Huber(Delta = 0.75)]
public sealed partial class HuberMlp;

/// <summary>Three labels at a time.</summary>
[ModelFrom(typeof(TernaryMlp)), BceWithLogits]
public sealed partial class BceMlp;

/// <summary>A tenth of each label is shared.</summary>
[ModelFrom(typeof(TernaryMlp)), CrossEntropy(LabelSmoothing = 0.125)]
public sealed partial class SmoothedMlp;

/// <summary>Classes that count more and less, and smoothing.</summary>
[ModelFrom(typeof(BinaryMlp)), CrossEntropy(Weight = new[] { 0.5, 2, 1.25 }, LabelSmoothing = 0.25)]
public sealed partial class WeightedMlp;

/// <summary>A single number.</summary>
[QuantModel(6, Batch = 16), Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), Mse]
public sealed partial class OneNumber
{
    [Linear(7), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(1), FullPrecision] public partial Layer Out { get; }
}

/// <summary>Four numbers at each position of a sequence of tokens.</summary>
[ModelFrom(typeof(OneHotLstm)), Mse]
public sealed partial class NumbersLstm;
