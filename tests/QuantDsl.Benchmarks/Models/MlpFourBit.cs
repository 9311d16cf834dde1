using Digits.Models;

namespace QuantDsl.Benchmarks.Models;

/// <summary>The perceptron with 4-bit weights.</summary>
[ModelFrom(typeof(Mlp)), Weights(Bits = 4)]
public sealed partial class MlpFourBit;
