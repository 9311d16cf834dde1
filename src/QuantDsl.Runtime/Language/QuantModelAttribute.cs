namespace QuantDsl;

/// <summary>
/// Marks a partial class as a network. Each of its properties <c>public partial Layer Name { get; }</c> is a layer, in the order of
/// declaration.
/// </summary>
/// <param name="inputShape">
/// Input shape without the batch axis: <c>(features)</c>, <c>(length, features)</c> for sequences or <c>(channels, height, width)</c> for
/// images; for token ids <c>(length)</c>, see <see cref="OneHotAttribute"/> and <see cref="EmbeddingAttribute"/>.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QuantModelAttribute(params int[] inputShape) : Attribute
{
    /// <summary>Input shape without the batch axis.</summary>
    public int[] InputShape { get; } = inputShape;

    /// <summary>
    /// Samples per training minibatch. Samples that do not fill the last minibatch of an epoch are skipped; each epoch is shuffled anew.
    /// </summary>
    public int Batch { get; init; } = 100;

    /// <summary>Number of epochs that <c>Fit</c> trains unless its options give another.</summary>
    public int Epochs { get; init; } = 20;
}
