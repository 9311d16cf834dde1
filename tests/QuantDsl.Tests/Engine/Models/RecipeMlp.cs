namespace QuantDsl.Tests.Engine.Models;

/// <summary>The moments of the trial gradient are forgotten.</summary>
[ModelFrom(typeof(TernaryMlp)), Backtrack(Blend = 0.6, DiscardTrialMoments = true)]
public sealed partial class DiscardingMlp;

/// <summary>Another blend.</summary>
[ModelFrom(typeof(BinaryMlp)), Backtrack(Blend = 0.25)]
public sealed partial class QuarterBlendMlp;

/// <summary>A blend so near to 1 that the trial hardly counts.</summary>
[ModelFrom(typeof(BinaryMlp)), Backtrack(Blend = 0.9999)]
public sealed partial class NearlyLaqMlp;

/// <summary>Other Adam constants; ε is large enough to matter beside √v̂.</summary>
[ModelFrom(typeof(BinaryMlp)), Adam(LearningRate = 0.02, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 0.01)]
public sealed partial class OtherAdamMlp;

/// <summary>
/// The third of a chain: architecture of <see cref="BinaryMlp"/>, Adam of <see cref="OtherAdamMlp"/>, quantizer and loss of its own.
/// </summary>
[ModelFrom(typeof(OtherAdamMlp), Batch = 8), Weights(Bits = 3), CrossEntropy]
public sealed partial class ChainedMlp;
