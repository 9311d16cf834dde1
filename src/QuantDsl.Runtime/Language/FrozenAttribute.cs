namespace QuantDsl;

/// <summary>
/// Keeps a layer as it is: training changes neither its weights nor its bias and normalisation, and spends no time on their gradients. On
/// a layer, <c>[Frozen]</c>; on a class, <c>[Frozen(nameof(Conv1), nameof(Conv2))]</c>, which in a variant (<see
/// cref="ModelFromAttribute"/>) replaces what the other model freezes.
/// </summary>
/// <remarks>
/// <para>
/// The batch normalisation of a frozen layer uses its running statistics in training, too, and does not move them: the layer computes in
/// training what it computes in a prediction, whatever the minibatch. Dropout of a frozen layer stays random in training.
/// </para>
/// <para>
/// A layer begins with weights of its own that are worth keeping: <c>InitializeFrom</c> takes them from another model, <c>LoadLatent</c>
/// from a file.
/// </para>
/// </remarks>
/// <param name="layers">On a class the names of the layers; none on a layer.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class FrozenAttribute(params string[] layers) : Attribute
{
    /// <summary>Names of the layers, if the attribute is on a class.</summary>
    public IReadOnlyList<string> Layers { get; } = layers;
}
