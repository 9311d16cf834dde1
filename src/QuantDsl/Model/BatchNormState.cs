using System.ComponentModel;
using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl;

/// <summary>Batch normalisation of one layer: trained γ and β, and the running statistics that prediction uses.</summary>
/// <param name="Weight">γ, [channels].</param>
/// <param name="Bias">β, [channels].</param>
/// <param name="RunningMean">Running mean, [channels].</param>
/// <param name="RunningVariance">Running unbiased variance, [channels].</param>
public sealed record BatchNormState(Parameter Weight, Parameter Bias, torch.Tensor RunningMean, torch.Tensor RunningVariance)
{
    /// <summary>The running mean that the current step computes. It is copied to <see cref="RunningMean"/> when the step ends.</summary>
    internal torch.Tensor PendingMean { get; init; } = RunningMean;

    /// <summary>The running variance that the current step computes; as <see cref="PendingMean"/>.</summary>
    internal torch.Tensor PendingVariance { get; init; } = RunningVariance;

    /// <summary>
    /// Normalises [N, features], images [N, channels, height, width] or sequences [N, length, features]. <see cref="ForwardPass.Predict"/>
    /// uses the running statistics. The other passes use those of the batch, with which <see cref="ForwardPass.Train"/> also updates the
    /// pending ones.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public torch.Tensor Apply(torch.Tensor input, ForwardPass pass, double momentum, double epsilon)
    {
        if (input.dim() != 3)
            return Normalize(input, pass, momentum, epsilon);
        using torch.Tensor positions = input.flatten(0, 1);
        using torch.Tensor normalized = Normalize(positions, pass, momentum, epsilon);
        return normalized.view(input.size(0), input.size(1), input.size(2));
    }

    private torch.Tensor Normalize(torch.Tensor input, ForwardPass pass, double momentum, double epsilon)
    {
        (torch.Tensor? mean, torch.Tensor? variance) = pass switch
        {
            ForwardPass.Predict => (RunningMean, RunningVariance),
            ForwardPass.Train => (PendingMean, PendingVariance),
            _ => (null, null),
        };
        return torch.nn.functional.batch_norm(
            input, mean!, variance!, Weight.Leaf, Bias.Leaf, training: pass != ForwardPass.Predict, momentum, epsilon);
    }
}
