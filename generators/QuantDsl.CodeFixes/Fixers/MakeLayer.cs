using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Makes a property a layer: <c>public partial Layer Name { get; }</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeLayer)), Shared]
public sealed class MakeLayer : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.NotALayerProperty];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        // Code in a getter is not thrown away behind the user's back.
        if (reported.Member is not PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } property
            || property.ExplicitInterfaceSpecifier is not null
            || accessors.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null)
            || reported.Symbol is not IPropertySymbol symbol)
        {
            yield break;
        }
        string? type = symbol.Type.ToDisplayString() == "QuantDsl.Layer" ? null
            : symbol.Type is { Name: "Layer", TypeKind: not TypeKind.Error, ContainingNamespace.Name: not "QuantDsl" }
                ? "global::QuantDsl.Layer" // another one is nearer
            : "Layer";
        yield return new Fix(
            $"Make {symbol.Name} a partial Layer",
            "Layer",
            editor => editor.ReplaceNode(property, (current, _) => AsLayer((PropertyDeclarationSyntax)current, type)));
    }

    private static PropertyDeclarationSyntax AsLayer(PropertyDeclarationSyntax property, string? name)
    {
        SyntaxTriviaList leading = (property.Modifiers.Count > 0 ? property.Modifiers[0] : property.Type.GetFirstToken()).LeadingTrivia;
        IEnumerable<SyntaxToken> accessibility = property.Modifiers
            .Where(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()))
            .Select(modifier => Tokens.Word(modifier.Kind()))
            .DefaultIfEmpty(Tokens.Word(SyntaxKind.PublicKeyword));
        SyntaxToken[] modifiers = [.. accessibility, Tokens.Word(SyntaxKind.PartialKeyword)];
        modifiers[0] = modifiers[0].WithLeadingTrivia(leading);
        TypeSyntax type = name is null ? property.Type.WithoutTrivia() : SyntaxFactory.ParseTypeName(name);
        return property
            .WithModifiers(SyntaxFactory.TokenList(modifiers))
            .WithType(type.WithTrailingTrivia(SyntaxFactory.Space))
            .WithAccessorList(Getter(property.AccessorList!))
            .WithInitializer(null)
            .WithSemicolonToken(default)
            .WithTrailingTrivia(property.GetTrailingTrivia());
    }

    private static AccessorListSyntax Getter(AccessorListSyntax accessors)
    {
        AccessorDeclarationSyntax? get = accessors.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        if (get is not null && accessors.Accessors.Count == 1)
            return accessors;
        AccessorDeclarationSyntax only = SyntaxFactory.AccessorDeclaration(
            SyntaxKind.GetAccessorDeclaration,
            attributeLists: default,
            modifiers: default,
            Tokens.Bare(SyntaxKind.GetKeyword),
            body: null,
            expressionBody: null,
            Tokens.Word(SyntaxKind.SemicolonToken));
        return SyntaxFactory.AccessorList(
            Tokens.Word(SyntaxKind.OpenBraceToken), SyntaxFactory.SingletonList(only), Tokens.Bare(SyntaxKind.CloseBraceToken));
    }
}
