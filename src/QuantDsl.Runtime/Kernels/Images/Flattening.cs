using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Images as features, channels first, as files have the weights of a linear layer that reads them; and back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Flattening
{
    /// <summary>Features of images.</summary>
    /// <param name="images">Images.</param>
    /// <param name="features">As many features as a sample has numbers.</param>
    /// <param name="samples">Which samples.</param>
    public static void Forward(in ImageBatch images, in ImageBatch features, UnitRange samples) =>
        ChannelOrder.ToFirst(images, features.Data, features.Geometry.SampleStride, samples);

    /// <summary>The gradient with respect to images from that with respect to their features.</summary>
    /// <param name="featureGradient">Features.</param>
    /// <param name="imageGradient">Images.</param>
    /// <param name="samples">Which samples.</param>
    public static void Backward(in ImageBatch featureGradient, in ImageBatch imageGradient, UnitRange samples) =>
        ChannelOrder.ToLast(featureGradient.Data, featureGradient.Geometry.SampleStride, imageGradient, samples);
}
