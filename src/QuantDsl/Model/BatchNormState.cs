using System.ComponentModel;
using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl;

/// <summary>
/// Batch normalisation of one layer: trained γ and β, and the running statistics that prediction uses. The tensors are views of the model's
/// memory; the first use of one loads libtorch.
/// </summary>
public sealed class BatchNormState
{
    private readonly MemoryPart _pendingMean;
    private readonly MemoryPart _pendingVariance;

    internal BatchNormState(
        Parameter weight, Parameter bias, MemoryPart mean, MemoryPart variance, MemoryPart pendingMean, MemoryPart pendingVariance)
    {
        (Weight, Bias, MeanMemory, VarianceMemory) = (weight, bias, mean, variance);
        (_pendingMean, _pendingVariance) = (pendingMean, pendingVariance);
    }

    /// <summary>γ, [channels].</summary>
    public Parameter Weight { get; }

    /// <summary>β, [channels].</summary>
    public Parameter Bias { get; }

    /// <summary>Running mean, [channels].</summary>
    public torch.Tensor RunningMean => MeanMemory.Tensor;

    /// <summary>Running unbiased variance, [channels].</summary>
    public torch.Tensor RunningVariance => VarianceMemory.Tensor;

    internal MemoryPart MeanMemory { get; }

    internal MemoryPart VarianceMemory { get; }

    /// <summary>
    /// Normalises [N, features], images [N, channels, height, width] or sequences [N, length, features]. <see cref="ForwardPass.Predict"/>
    /// uses the running statistics. The other passes use those of the batch, with which <see cref="ForwardPass.Train"/> also updates the
    /// pending ones, which take the place of the running ones when the step ends.
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
            ForwardPass.Train => (_pendingMean.Tensor, _pendingVariance.Tensor),
            _ => (null, null),
        };
        return torch.nn.functional.batch_norm(
            input, mean!, variance!, Weight.Leaf, Bias.Leaf, training: pass != ForwardPass.Predict, momentum, epsilon);
    }
}
