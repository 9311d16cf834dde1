using QuantDsl;

namespace QuantDslLib;

/// <summary>
/// A classifier of 20 features into 3 classes. A program trains it with <c>Fit</c> and writes it with <c>Export</c>; others predict with
/// <c>Net.Packed.Load</c>.
/// </summary>
[QuantModel(20, Batch = 32)]
[Weights(Bits = BITS)]
[Adam(LearningRate = 0.01)]
[CrossEntropy]
[Budget(WeightBytes = 16_000)]                                   // a model that outgrows it is a compile-time error
public sealed partial class Net
{
    /// <summary>The first hidden layer.</summary>
    [Linear(64), BatchNorm, ReLU] public partial Layer Hidden1 { get; }

    /// <summary>The second hidden layer.</summary>
    [Linear(32), BatchNorm, ReLU] public partial Layer Hidden2 { get; }

    /// <summary>One logit a class.</summary>
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
