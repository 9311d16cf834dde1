using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Parsing;

/// <summary>One layer property: a weighted operation and its epilogue.</summary>
/// <param name="Name">Property name.</param>
/// <param name="Accessibility">Its accessibility in C#, such as <c>public</c>; empty where it is not written.</param>
/// <param name="From">Where its input comes from, if not from the stage before.</param>
/// <param name="Operations">Operations in attribute order.</param>
/// <param name="Quantizer">The property's <c>[Weights]</c>, if any.</param>
/// <param name="FullPrecision">Whether the property has <c>[FullPrecision]</c>.</param>
/// <param name="Place">The property.</param>
internal sealed record StageDeclaration(
    string Name,
    string Accessibility,
    FromDeclaration? From,
    EquatableArray<OperationDeclaration> Operations,
    QuantizerDeclaration? Quantizer,
    bool FullPrecision,
    Place Place);

/// <summary><c>[From]</c>.</summary>
internal sealed record FromDeclaration(string Stage, Place Place);
