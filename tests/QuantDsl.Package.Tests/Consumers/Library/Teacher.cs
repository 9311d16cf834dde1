using QuantDsl;

namespace Library;

[QuantModel(8, Batch = 4), Weights(Bits = 8), CrossEntropy]
public sealed partial class Teacher
{
    [Linear(16), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
