using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.CodeFixes.Editing;

/// <summary>Syntax without elastic trivia: what is around it stays as the user wrote it.</summary>
internal static class Tokens
{
    public static SyntaxToken Bare(SyntaxKind kind) => SyntaxFactory.Token(SyntaxTriviaList.Empty, kind, SyntaxTriviaList.Empty);

    /// <summary>A modifier and a blank.</summary>
    public static SyntaxToken Word(SyntaxKind kind) => Bare(kind).WithTrailingTrivia(SyntaxFactory.Space);

    /// <summary>An attribute of the language, qualified as the user qualifies another.</summary>
    public static AttributeSyntax Attribute(string name, AttributeSyntax like, string arguments = "")
    {
        SimpleNameSyntax simple = SyntaxFactory.IdentifierName(SyntaxFactory.Identifier(default, name, default));
        NameSyntax full = like.Name switch
        {
            QualifiedNameSyntax qualified => qualified.WithRight(simple),
            AliasQualifiedNameSyntax qualified => qualified.WithName(simple),
            _ => simple,
        };
        AttributeArgumentListSyntax? list = arguments.Length == 0 ? null : SyntaxFactory.ParseAttributeArgumentList(arguments);
        return SyntaxFactory.Attribute(full.WithoutTrivia(), list);
    }
}
