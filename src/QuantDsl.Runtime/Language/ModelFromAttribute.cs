namespace QuantDsl;

/// <summary>
/// Declares a variant: a model with the architecture, loss and recipe of another one. Attributes on the variant's class replace those on
/// the other model's class; a <c>[Weights]</c> or <c>[FullPrecision]</c> on one of its layers remains in effect.
/// </summary>
/// <param name="model">A class with <see cref="QuantModelAttribute"/> or <see cref="ModelFromAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelFromAttribute(Type model) : Attribute
{
    /// <summary>The model whose declaration is reused.</summary>
    public Type Model { get; } = model;

    /// <summary>Samples per training minibatch; by default the other model's.</summary>
    public int Batch { get; init; }

    /// <summary>Number of epochs that <c>Fit</c> trains; by default the other model's.</summary>
    public int Epochs { get; init; }
}
