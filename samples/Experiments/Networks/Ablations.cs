using QuantDsl;

namespace Experiments.Networks;

// The blend and the treatment of the trial's moments are compiled into the update, so each choice is a separate class.

/// <summary>LeNet-5 with blend 0.5.</summary>
[ModelFrom(typeof(LeNet5)), Backtrack(Period = 5, Blend = 0.5)]
public sealed partial class LeNet5Blend50;

/// <summary>LeNet-5 with blend 0.7.</summary>
[ModelFrom(typeof(LeNet5)), Backtrack(Period = 5, Blend = 0.7)]
public sealed partial class LeNet5Blend70;

/// <summary>LeNet-5 with blend 0.8.</summary>
[ModelFrom(typeof(LeNet5)), Backtrack(Period = 5, Blend = 0.8)]
public sealed partial class LeNet5Blend80;

/// <summary>LeNet-5 with blend 0.9.</summary>
[ModelFrom(typeof(LeNet5)), Backtrack(Period = 5, Blend = 0.9)]
public sealed partial class LeNet5Blend90;

/// <summary>LeNet-5 that discards the trial's moments.</summary>
[ModelFrom(typeof(LeNet5)), Backtrack(Period = 5, Blend = 0.6, DiscardTrialMoments = true)]
public sealed partial class LeNet5Discarding;

/// <summary>LeNet-5 with ternary weights that discards the trial's moments.</summary>
[ModelFrom(typeof(LeNet5Ternary)), Backtrack(Period = 5, Blend = 0.6, DiscardTrialMoments = true)]
public sealed partial class LeNet5TernaryDiscarding;

/// <summary>The perceptron that discards the trial's moments.</summary>
[ModelFrom(typeof(Mlp)), Backtrack(Period = 5, Blend = 0.6, DiscardTrialMoments = true)]
public sealed partial class MlpDiscarding;
