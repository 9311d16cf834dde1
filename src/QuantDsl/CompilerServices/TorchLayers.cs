using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>What generated code needs of layers where it runs on libtorch.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TorchLayers
{
    /// <param name="parameter">A parameter of a model.</param>
    extension(Parameter parameter)
    {
        /// <summary>
        /// The quantized values as an autograd leaf, with respect to which generated code differentiates: a view of the model's memory.
        /// </summary>
        public Tensor Leaf => StoredParameter.Of(parameter).Leaf;
    }

    /// <param name="norm">Batch normalisation of a layer.</param>
    extension(BatchNormState norm)
    {
        /// <summary>
        /// Normalises [N, features], images [N, channels, height, width] or sequences [N, length, features].
        /// <see cref="ForwardPass.Predict"/> uses the running statistics. The other passes use those of the batch, with which
        /// <see cref="ForwardPass.Train"/> also updates the pending ones, which take the place of the running ones when the step ends.
        /// </summary>
        public Tensor Apply(Tensor input, ForwardPass pass, double momentum, double epsilon) =>
            StoredBatchNorm.Of(norm).Apply(input, pass, momentum, epsilon);
    }
}
