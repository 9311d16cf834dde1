namespace QuantDsl.Tests.Models;

/// <summary>A binary perceptron on drawn digits.</summary>
[QuantModel(1, 28, 28, Batch = 32, Epochs = 4)]
[Weights(Bits = 1)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.01), StepDecay(Every = 2, Factor = 0.5)]
[SquaredHinge]
public sealed partial class TinyMlp
{
    [Linear(24), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(16), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>With another blend.</summary>
[ModelFrom(typeof(TinyMlp)), Backtrack(Period = 2, Blend = 0.75)]
public sealed partial class TinyMlpBlend75;

/// <summary>Ternary.</summary>
[ModelFrom(typeof(TinyMlp)), Weights(Bits = 2)]
public sealed partial class TinyMlpTernary;

/// <summary>3 bits.</summary>
[ModelFrom(typeof(TinyMlp)), Weights(Bits = 3)]
public sealed partial class TinyMlpThreeBit;

/// <summary>Its learning rate decays twice and then stays.</summary>
[ModelFrom(typeof(TinyMlp)), StepDecay(Every = 1, Factor = 0.5, Times = 2)]
public sealed partial class TinyMlpDecaysTwice;

/// <summary>Its learning rate stays for three epochs and then decays every two.</summary>
[ModelFrom(typeof(TinyMlp)), StepDecay(Every = 2, Factor = 0.5, After = 3)]
public sealed partial class TinyMlpDecaysLate;

/// <summary>Its learning rate vanishes.</summary>
[ModelFrom(typeof(TinyMlp)), StepDecay(Every = 1, Factor = 1e-9)]
public sealed partial class TinyMlpDecaysToNothing;

/// <summary>Full precision.</summary>
[ModelFrom(typeof(TinyMlp)), FullPrecision]
public sealed partial class TinyMlpFullPrecision;
