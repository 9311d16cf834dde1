using TorchSharp;

namespace QuantDsl;

/// <summary>Batch normalisation of one stage: trained γ and β, and the running statistics that prediction uses.</summary>
/// <param name="Weight">γ, [channels].</param>
/// <param name="Bias">β, [channels].</param>
/// <param name="RunningMean">Running mean, [channels].</param>
/// <param name="RunningVariance">Running unbiased variance, [channels].</param>
public sealed record BatchNormState(Parameter Weight, Parameter Bias, torch.Tensor RunningMean, torch.Tensor RunningVariance);
