using System.Diagnostics.CodeAnalysis;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// The state of layers as tensors. Each is a copy on the CPU, made whenever the property is read: what is written to it does not change
/// the model, later steps do not change it, and the caller disposes it. The first use loads libtorch.
/// </summary>
/// <remarks>
/// <see cref="Layer.CopyLatent"/> and its siblings read the same values without libtorch, and <see cref="Layer.SetLatent"/> replaces them.
/// </remarks>
public static class ModelTensors
{
    /// <param name="layer">A layer of a model.</param>
    extension([NotNull] Layer layer)
    {
        /// <summary>A copy of the latent weights w, in [−1, 1] when quantized; its shape is that of <see cref="Layer.Weight"/>.</summary>
        /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
        /// <exception cref="TorchLoadException">libtorch cannot be loaded.</exception>
        public Tensor Latent => layer.Weight.Latent;

        /// <summary>A copy of the quantized weights q = α·b, which the forward and backward passes use.</summary>
        /// <inheritdoc cref="get_Latent(Layer)"/>
        public Tensor Quantized => layer.Weight.Quantized;

        /// <summary>
        /// A copy of the scales α: [1] per layer, [out] per channel, [4] per gate; [2], [out, 2] or [4, 2] with two scales, positive first.
        /// Empty in full precision.
        /// </summary>
        /// <inheritdoc cref="get_Latent(Layer)"/>
        public Tensor Scale => layer.Weight.Scale;

        /// <summary>A copy of the first Adam moment m of the gradient at the quantized weights.</summary>
        /// <inheritdoc cref="get_Latent(Layer)"/>
        public Tensor FirstMoment => layer.Weight.FirstMoment;

        /// <summary>A copy of the second Adam moment v of the gradient at the quantized weights.</summary>
        /// <inheritdoc cref="get_Latent(Layer)"/>
        public Tensor SecondMoment => layer.Weight.SecondMoment;
    }

    /// <param name="parameter">A parameter of a model.</param>
    extension([NotNull] Parameter parameter)
    {
        /// <summary>A copy of the latent values w, in the shape of the parameter.</summary>
        /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
        /// <exception cref="TorchLoadException">libtorch cannot be loaded.</exception>
        public Tensor Latent => StoredParameter.Of(parameter).LatentMemory.Copy();

        /// <summary>A copy of the values that the network uses; equal to the latent ones in full precision.</summary>
        /// <inheritdoc cref="get_Latent(Parameter)"/>
        public Tensor Quantized => StoredParameter.Of(parameter).QuantizedMemory.Copy();

        /// <summary>A copy of the scales α; empty in full precision.</summary>
        /// <inheritdoc cref="get_Latent(Parameter)"/>
        public Tensor Scale => StoredParameter.Of(parameter).ScaleMemory.Copy();

        /// <summary>A copy of the first Adam moment m.</summary>
        /// <inheritdoc cref="get_Latent(Parameter)"/>
        public Tensor FirstMoment => StoredParameter.Of(parameter).FirstMomentMemory.Copy();

        /// <summary>A copy of the second Adam moment v.</summary>
        /// <inheritdoc cref="get_Latent(Parameter)"/>
        public Tensor SecondMoment => StoredParameter.Of(parameter).SecondMomentMemory.Copy();
    }

    /// <param name="norm">Batch normalisation of a layer.</param>
    extension([NotNull] BatchNormState norm)
    {
        /// <summary>A copy of the running mean, [channels].</summary>
        /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
        /// <exception cref="TorchLoadException">libtorch cannot be loaded.</exception>
        public Tensor RunningMean => StoredBatchNorm.Of(norm).Mean.Copy();

        /// <summary>A copy of the running unbiased variance, [channels].</summary>
        /// <inheritdoc cref="get_RunningMean(BatchNormState)"/>
        public Tensor RunningVariance => StoredBatchNorm.Of(norm).Variance.Copy();
    }
}
