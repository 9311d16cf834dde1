namespace QuantDsl;

/// <summary>
/// Declares a model with the architecture, loss and recipe of another one. Class-level attributes given beside it replace the other model's;
/// a <c>[Weights]</c> or <c>[FullPrecision]</c> on a single layer of the other model stays.
/// </summary>
/// <param name="model">A class with <see cref="QuantModelAttribute"/> or <see cref="ModelFromAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelFromAttribute(Type model) : Attribute
{
    /// <summary>The model whose declaration is taken over.</summary>
    public Type Model { get; } = model;

    /// <summary>Training minibatch, in samples; when not given, the other model's.</summary>
    public int Batch { get; init; }

    /// <summary>Epochs that <c>Fit</c> trains; when not given, the other model's.</summary>
    public int Epochs { get; init; }
}
