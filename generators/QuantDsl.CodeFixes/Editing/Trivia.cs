using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.CodeFixes.Editing;

/// <summary>Blanks, line ends and comments around what is edited.</summary>
internal static class Trivia
{
    public static bool EndsLine(this SyntaxTriviaList trivia) => trivia.Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>Whether something in it must not get lost.</summary>
    public static bool HasText(this SyntaxTriviaList trivia) => trivia.Any(piece => !IsBlank(piece));

    /// <summary>The blanks in front of the first token of a line.</summary>
    public static SyntaxTriviaList Indentation(this SyntaxTriviaList trivia) =>
        trivia.Count > 0 && trivia[trivia.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? [trivia[trivia.Count - 1]] : default;

    /// <summary>The lines above, without the blanks in front of the token itself.</summary>
    public static SyntaxTriviaList WithoutIndentation(this SyntaxTriviaList trivia) =>
        trivia.Indentation().Count == 0 ? trivia : trivia.RemoveAt(trivia.Count - 1);

    /// <summary>Without blanks at its beginning.</summary>
    public static SyntaxTriviaList TrimStart(this SyntaxTriviaList trivia) =>
        [.. trivia.SkipWhile(piece => piece.IsKind(SyntaxKind.WhitespaceTrivia))];

    /// <summary>Its line end, or else what is given.</summary>
    public static SyntaxTriviaList LineEndOr(this SyntaxTriviaList trivia, params SyntaxTrivia[] otherwise) =>
        trivia.EndsLine() ? [trivia.Last(piece => piece.IsKind(SyntaxKind.EndOfLineTrivia))] : [.. otherwise];

    /// <summary>What is kept, in front of the next token, of something removed with its line.</summary>
    public static SyntaxTriviaList OfRemovedLine(SyntaxTriviaList leading, SyntaxTriviaList trailing) => trailing.HasText()
        ? leading.AddRange(trailing.TrimStart())
        : leading.WithoutIndentation();

    private static bool IsBlank(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
