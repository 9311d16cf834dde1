using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary>Turns a property with layer attributes into a layer.</summary>
internal static class LayerParser
{
    /// <summary>Whether a property carries any attribute of the language.</summary>
    public static bool IsLayer(IPropertySymbol property) => property.GetAttributes().Any(attribute => attribute.LanguageName() is not null);

    /// <summary>Whether it is declared <c>partial Layer Name { get; }</c>.</summary>
    public static bool IsLayerProperty(IPropertySymbol property) =>
        property is { RefKind: RefKind.None, IsStatic: false, IsVirtual: false, IsOverride: false, SetMethod: null, IsIndexer: false }
        && IsOfLayerType(property) && property.Type.NullableAnnotation != NullableAnnotation.Annotated
        && (property.IsPartialDefinition || property.DeclaringSyntaxReferences.Length == 0
            || property.Locations.All(location => location.IsInMetadata));

    /// <summary>Whether its type is the library's.</summary>
    public static bool IsOfLayerType(IPropertySymbol property) => property.Type is
    {
        Name: "Layer",
        ContainingType: null,
        ContainingNamespace: { Name: "QuantDsl", ContainingNamespace.IsGlobalNamespace: true },
    };

    /// <summary>What implements a partial property that is no layer, without bodies: <c>public partial int Out { get; set; }</c>.</summary>
    public static IEnumerable<string> Stub(IPropertySymbol property)
    {
        if (!property.IsPartialDefinition || property.PartialImplementationPart is not null || property.IsIndexer)
            yield break;
        if (property.DeclaringSyntaxReferences[0].GetSyntax() is not PropertyDeclarationSyntax { AccessorList: { } accessors } declaration)
            yield break;
        SymbolDisplayFormat format = SymbolDisplayFormat.FullyQualifiedFormat
            .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);
        string type = property.Type.ToDisplayString(format);
        string heads = string.Concat(accessors.Accessors.Select(accessor => $"{Words(accessor.Modifiers)}{accessor.Keyword.Text}; "));
        string reference = property.RefKind switch { RefKind.Ref => "ref ", RefKind.RefReadOnly => "ref readonly ", _ => "" };
        yield return $"{Words(declaration.Modifiers)}{reference}{type} {Literals.Identifier(property.Name)} {{ {heads}}}";
    }

    private static string Words(SyntaxTokenList tokens) => string.Concat(tokens.Select(token => $"{token.Text} "));

    public static LayerDeclaration Parse(IPropertySymbol property)
    {
        FromDeclaration? from = null;
        QuantizerDeclaration? quantizer = null;
        bool fullPrecision = false;
        FrozenDeclaration? frozen = null;
        var operations = new List<OperationUse>();
        int index = -1;
        foreach (AttributeData attribute in property.GetAttributes())
        {
            index++;
            var anchor = new Anchor(property.Name, index);
            switch (attribute.LanguageName())
            {
                case "From":
                    from = new FromDeclaration(attribute.Values().Argument(0, ""), anchor);
                    break;
                case "Weights":
                    quantizer = Quantizer(attribute.Values(), anchor);
                    break;
                case "FullPrecision":
                    fullPrecision = true;
                    break;
                case "Frozen":
                    frozen = Frozen(attribute, anchor);
                    break;
                case { } name when OperationTable.Read(name, attribute.Values()) is { } operation:
                    operations.Add(new OperationUse(operation, anchor));
                    break;
            }
        }
        return new LayerDeclaration(
            property.Name,
            Accessibility(property),
            from,
            operations.ToEquatableArray(),
            quantizer,
            fullPrecision,
            new Anchor(property.Name))
        {
            Frozen = frozen,
        };
    }

    public static QuantizerDeclaration Quantizer(AttributeValues values, Anchor anchor)
    {
        string? undefined = new[] { ("Grid", typeof(GridKind)), ("Scale", typeof(ScaleKind)), ("Solver", typeof(SolverKind)) }
            .Where(argument => !Enum.IsDefined(argument.Item2, values.Named(argument.Item1, 0)))
            .Select(argument => argument.Item1)
            .FirstOrDefault();
        return new QuantizerDeclaration(
            values.Named("Bits", 1),
            (GridKind)values.Named("Grid", 0),
            (ScaleKind)values.Named("Scale", 0),
            values.Named("Solver", 0) == (int)SolverKind.Exact,
            undefined,
            undefined is null ? 0 : values.Named(undefined, 0),
            anchor);
    }

    public static FrozenDeclaration Frozen(AttributeData attribute, Anchor anchor) => new(attribute.Strings().ToEquatableArray(), anchor);

    /// <summary>The accessibility as it is written: both parts of a partial property must say the same, or neither may say any.</summary>
    private static string Accessibility(IPropertySymbol property)
    {
        SyntaxNode? syntax = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        bool isImplied = syntax is PropertyDeclarationSyntax declaration
            && !declaration.Modifiers.Any(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()));
        return isImplied ? "" : SyntaxFacts.GetText(property.DeclaredAccessibility);
    }
}
