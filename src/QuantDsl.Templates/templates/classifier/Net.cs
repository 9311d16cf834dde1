using QuantDsl;

/// <summary>The network; hover over its name to see layers, shapes and bytes.</summary>
[QuantModel(1, 28, 28, Batch = 100)]                             // channels, height, width
[Weights(Bits = BITS)]
[Adam(LearningRate = 0.005), StepDecay(Every = 5, Factor = 0.3)]
[CrossEntropy]
public sealed partial class Net
{
    [Conv2d(16, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(32, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Linear(128), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>The same in full precision: what few bits are compared with, and begin with.</summary>
[ModelFrom(typeof(Net)), FullPrecision]
public sealed partial class FloatNet;
