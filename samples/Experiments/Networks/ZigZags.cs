using QuantDsl;

namespace Experiments.Networks;

// Measuring is compiled into the update, too. The weights learn what they learn without it.

/// <summary>LeNet-5, measured.</summary>
[ModelFrom(typeof(LeNet5)), ZigZag]
public sealed partial class LeNet5Measured;

/// <summary>LeNet-5 with ternary weights, measured.</summary>
[ModelFrom(typeof(LeNet5Ternary)), ZigZag]
public sealed partial class LeNet5TernaryMeasured;

/// <summary>LeNet-5 that forgets the trial's moments, measured.</summary>
[ModelFrom(typeof(LeNet5Discarding)), ZigZag]
public sealed partial class LeNet5DiscardingMeasured;

/// <summary>The perceptron, measured.</summary>
[ModelFrom(typeof(Mlp)), ZigZag]
public sealed partial class MlpMeasured;

/// <summary>The perceptron with ternary weights, measured.</summary>
[ModelFrom(typeof(MlpTernary)), ZigZag]
public sealed partial class MlpTernaryMeasured;
