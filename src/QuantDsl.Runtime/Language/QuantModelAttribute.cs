namespace QuantDsl;

/// <summary>
/// Marks a partial class as a network. Each of its properties <c>public partial Layer Name { get; }</c> is a layer, in the order of
/// declaration.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QuantModelAttribute : Attribute
{
    /// <summary>A network by its input shape.</summary>
    /// <param name="inputShape">
    /// Input shape without the batch axis: <c>(features)</c>, <c>(length, features)</c> for sequences or <c>(channels, height, width)</c>
    /// for images; for token ids <c>(length)</c>, see <see cref="OneHotAttribute"/> and <see cref="EmbeddingAttribute"/>.
    /// </param>
    [CLSCompliant(false)]
    public QuantModelAttribute(params int[] inputShape) => InputShape = inputShape;

    /// <summary>A network of vectors, or of token ids.</summary>
    /// <param name="features">Features of a sample, or token ids of a sequence.</param>
    public QuantModelAttribute(int features) => InputShape = [features];

    /// <summary>A network of sequences.</summary>
    /// <param name="length">Positions of a sequence.</param>
    /// <param name="features">Features of a position.</param>
    public QuantModelAttribute(int length, int features) => InputShape = [length, features];

    /// <summary>A network of images.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public QuantModelAttribute(int channels, int height, int width) => InputShape = [channels, height, width];

    /// <summary>Input shape without the batch axis.</summary>
    public int[] InputShape { get; }

    /// <summary>
    /// Samples per training minibatch. Samples that do not fill the last minibatch of an epoch are skipped; each epoch is shuffled anew.
    /// </summary>
    public int Batch { get; init; } = 100;

    /// <summary>Number of epochs that <c>Fit</c> trains unless its options give another.</summary>
    public int Epochs { get; init; } = 20;
}
