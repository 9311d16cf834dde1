namespace QuantDsl;

/// <summary>
/// Marks a partial class as a network. Each <c>public partial Layer Name { get; }</c> property of it is one stage, in declaration order.
/// </summary>
/// <param name="inputShape">
/// Input shape without the batch axis: <c>(features)</c>, <c>(length, features)</c> of a sequence or <c>(channels, height, width)</c> of an image. Token ids
/// take <c>(length)</c>: see <see cref="OneHotAttribute"/> and <see cref="EmbeddingAttribute"/>.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QuantModelAttribute(params int[] inputShape) : Attribute
{
    /// <summary>Input shape without the batch axis.</summary>
    public int[] InputShape { get; } = inputShape;

    /// <summary>Training minibatch, in samples. A last, smaller batch of an epoch is left out; the next epoch's shuffle brings its samples back.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>Epochs that <c>Fit</c> trains when its options name no other number.</summary>
    public int Epochs { get; init; } = 20;
}
