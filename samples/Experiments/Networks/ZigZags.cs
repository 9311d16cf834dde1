using QuantDsl;

namespace Experiments.Networks;

// Measuring is compiled into the update, too. It does not change what the weights learn.

/// <summary>LeNet-5 with zig-zag measures.</summary>
[ModelFrom(typeof(LeNet5)), ZigZag]
public sealed partial class LeNet5Measured;

/// <summary>LeNet-5 with ternary weights and zig-zag measures.</summary>
[ModelFrom(typeof(LeNet5Ternary)), ZigZag]
public sealed partial class LeNet5TernaryMeasured;

/// <summary>LeNet-5 that discards the trial's moments, with zig-zag measures.</summary>
[ModelFrom(typeof(LeNet5Discarding)), ZigZag]
public sealed partial class LeNet5DiscardingMeasured;

/// <summary>The perceptron with zig-zag measures.</summary>
[ModelFrom(typeof(Mlp)), ZigZag]
public sealed partial class MlpMeasured;

/// <summary>The perceptron with ternary weights and zig-zag measures.</summary>
[ModelFrom(typeof(MlpTernary)), ZigZag]
public sealed partial class MlpTernaryMeasured;
