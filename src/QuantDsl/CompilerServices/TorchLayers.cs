using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>What generated code needs of layers where it runs on libtorch: methods, which it can call from any version of C#.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TorchLayers
{
    /// <summary>
    /// The quantized values as an autograd leaf, with respect to which generated code differentiates: a view of the model's memory.
    /// </summary>
    public static Tensor Leaf(this Parameter parameter) => StoredParameter.Of(parameter).Leaf;

    /// <summary>
    /// Normalises [N, features], images [N, channels, height, width] or sequences [N, length, features].
    /// <see cref="ForwardPass.Predict"/> uses the running statistics, as does every pass of a layer that is frozen. The other passes use
    /// those of the batch, with which <see cref="ForwardPass.Train"/> also updates the pending ones, which take the place of the running
    /// ones when the step ends.
    /// </summary>
    public static Tensor Apply(this BatchNormState norm, Tensor input, ForwardPass pass, double momentum, double epsilon) =>
        StoredBatchNorm.Of(norm).Apply(input, pass, momentum, epsilon);
}
