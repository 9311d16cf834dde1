using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary>One layer property: a weighted operation and its epilogue.</summary>
/// <param name="Name">Property name.</param>
/// <param name="Accessibility">Its accessibility in C#, such as <c>public</c>; empty where it is not written.</param>
/// <param name="From">Where its input comes from, if not from the layer before.</param>
/// <param name="Operations">Operations in attribute order.</param>
/// <param name="Quantizer">The property's <c>[Weights]</c>, if any.</param>
/// <param name="FullPrecision">Whether the property has <c>[FullPrecision]</c>.</param>
/// <param name="Anchor">The property.</param>
internal sealed record LayerDeclaration(
    string Name,
    string Accessibility,
    FromDeclaration? From,
    EquatableArray<OperationUse> Operations,
    QuantizerDeclaration? Quantizer,
    bool FullPrecision,
    Anchor Anchor)
{
    /// <summary>The property's <c>[Frozen]</c>; of a variant, what freezes the layer in the other model; null: nothing.</summary>
    public FrozenDeclaration? Frozen { get; init; }

    /// <summary>Whether one of its operations normalises.</summary>
    public bool IsNormalized => Operations.Any(use => use.Operation.IsNormalization);

    /// <summary>Whether one of its operations takes a bias away again.</summary>
    public bool CancelsBias => Operations.Any(use => use.Operation.CancelsBias);

    /// <summary>Whether a positive factor that its weights and bias have in common is taken away again.</summary>
    public bool CancelsScale =>
        Operations.FirstOrDefault()?.Operation is WeightedOperation { IsSum: true }
        && Operations.Skip(1).SkipWhile(use => use.Operation.KeepsScale).FirstOrDefault()?.Operation.IsNormalization == true;

    /// <summary>Its weighted operations; exactly one is right.</summary>
    public IEnumerable<OperationUse> Weighted => Operations.Where(use => use.Operation is WeightedOperation);

    /// <summary>Its operations as the user would write them.</summary>
    public string Text => (From is null ? "" : $"From({From.Layer}) → ") + string.Join(" → ", Operations.Select(use => use.Operation.Text));
}

/// <summary><c>[From]</c>.</summary>
internal sealed record FromDeclaration(string Layer, Anchor Anchor);
