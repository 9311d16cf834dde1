using QuantDsl;

namespace Experiments.Networks;

// Period and blend are options of Fit. What becomes of the trial's moments is compiled into the update, so it needs a class.

/// <summary>LeNet-5 that discards the trial's moments.</summary>
[ModelFrom(typeof(LeNet5)), Backtrack(Period = 5, Blend = 0.6, DiscardTrialMoments = true)]
public sealed partial class LeNet5Discarding;

/// <summary>LeNet-5 with ternary weights that discards the trial's moments.</summary>
[ModelFrom(typeof(LeNet5Ternary)), Backtrack(Period = 5, Blend = 0.6, DiscardTrialMoments = true)]
public sealed partial class LeNet5TernaryDiscarding;

/// <summary>The perceptron that discards the trial's moments.</summary>
[ModelFrom(typeof(Mlp)), Backtrack(Period = 5, Blend = 0.6, DiscardTrialMoments = true)]
public sealed partial class MlpDiscarding;
