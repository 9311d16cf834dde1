using QuantDsl;

[QuantModel(8, Batch = 4), Weights(Bits = 2), Backtrack, CrossEntropy]
public sealed partial class Net
{
    [Linear(16), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(3), BatchNorm, Weights(Bits = 1)] public partial Layer Out { get; }
}
