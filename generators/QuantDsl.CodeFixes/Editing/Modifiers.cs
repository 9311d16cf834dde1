using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace QuantDsl.CodeFixes.Editing;

/// <summary>Edits the modifiers of a type.</summary>
internal static class Modifiers
{
    /// <summary>Adds <c>partial</c> where it is missing.</summary>
    public static void AddPartial(this SyntaxEditor editor, TypeDeclarationSyntax type) =>
        editor.ReplaceNode(type, (current, _) => WithPartial((TypeDeclarationSyntax)current));

    /// <summary>Removes a modifier.</summary>
    public static void RemoveModifier(this SyntaxEditor editor, TypeDeclarationSyntax type, SyntaxKind kind) =>
        editor.ReplaceNode(type, (current, _) => Without((TypeDeclarationSyntax)current, kind));

    public static bool Has(this TypeDeclarationSyntax type, SyntaxKind kind) => type.Modifiers.Any(kind);

    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        if (type.Has(SyntaxKind.PartialKeyword))
            return type; // two models in one class
        SyntaxToken partial = Tokens.Word(SyntaxKind.PartialKeyword);
        if (type.Modifiers.Count > 0)
            return (TypeDeclarationSyntax)type.WithModifiers(type.Modifiers.Add(partial));
        SyntaxTokenList only = [partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)];
        return (TypeDeclarationSyntax)type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers(only);
    }

    private static TypeDeclarationSyntax Without(TypeDeclarationSyntax type, SyntaxKind kind)
    {
        int index = type.Modifiers.IndexOf(kind);
        SyntaxToken removed = type.Modifiers[index];
        SyntaxToken next = removed.GetNextToken();
        TypeDeclarationSyntax moved = type.ReplaceToken(next, next.WithLeadingTrivia(removed.LeadingTrivia.AddRange(next.LeadingTrivia)));
        return (TypeDeclarationSyntax)moved.WithModifiers(moved.Modifiers.RemoveAt(index));
    }
}
