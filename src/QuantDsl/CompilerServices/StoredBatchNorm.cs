using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Batch normalisation whose state lies in the memory of a model.</summary>
/// <param name="layer">Name of the layer.</param>
/// <param name="weight">γ.</param>
/// <param name="bias">β.</param>
/// <param name="mean">Running mean.</param>
/// <param name="variance">Running unbiased variance.</param>
/// <param name="pendingMean">The running mean that the present step moves; it takes the place of the other when the step ends.</param>
/// <param name="pendingVariance">Likewise, of the variance.</param>
internal sealed class StoredBatchNorm(
    string layer, StoredParameter weight, StoredParameter bias, MemoryPart mean, MemoryPart variance, MemoryPart pendingMean,
    MemoryPart pendingVariance) : BatchNormState(layer, weight, bias)
{
    /// <summary>Running mean.</summary>
    public MemoryPart Mean => mean;

    /// <summary>Running unbiased variance.</summary>
    public MemoryPart Variance => variance;

    /// <summary>Batch normalisation with its memory; the class has no other derived class.</summary>
    public static StoredBatchNorm Of(BatchNormState norm) => (StoredBatchNorm)norm;

    /// <summary>Normalises a batch, see <see cref="TorchLayers"/>.</summary>
    public Tensor Apply(Tensor input, ForwardPass pass, double momentum, double epsilon)
    {
        if (input.dim() != 3)
            return Normalize(input, pass, momentum, epsilon);
        using Tensor positions = input.flatten(0, 1);
        using Tensor normalized = Normalize(positions, pass, momentum, epsilon);
        return normalized.view(input.size(0), input.size(1), input.size(2));
    }

    /// <inheritdoc/>
    internal override void ReadRunningMean(Span<float> destination) => mean.CopyTo(destination);

    /// <inheritdoc/>
    internal override void ReadRunningVariance(Span<float> destination) => variance.CopyTo(destination);

    private Tensor Normalize(Tensor input, ForwardPass pass, double momentum, double epsilon)
    {
        if (weight.IsFrozen)
            pass = ForwardPass.Predict;
        (Tensor? runningMean, Tensor? runningVariance) = pass switch
        {
            ForwardPass.Predict => (mean.Tensor, variance.Tensor),
            ForwardPass.Train => (pendingMean.Tensor, pendingVariance.Tensor),
            _ => (null, null),
        };
        return nn.functional.batch_norm(
            input, runningMean!, runningVariance!, weight.Leaf, bias.Leaf, training: pass != ForwardPass.Predict, momentum, epsilon);
    }
}
