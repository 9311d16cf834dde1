using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Replaces the name of a layer that there is not by the one that is nearly the same, as <c>nameof</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameLayer)), Shared]
public sealed class NameLayer : Fixer
{
    /// <summary>Letters that may be missing, too many or wrong.</summary>
    private const int MostEdits = 2;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.UnknownLayer];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        if (reported.Attribute?.ArgumentList?.Arguments is not [{ Expression: { } expression }]
            || reported.Layer is not { } layer
            || Text(reported, expression) is not { } text)
        {
            yield break;
        }
        if (reported.Model!.Layers.Any(other => other.Name == text))
            yield break; // it exists and comes too late: another order is meant, not another name
        IEnumerable<string> earlier = reported.Model.Layers.TakeWhile(other => other.Name != layer.Name).Select(other => other.Name);
        List<string> close = [.. earlier.Where(name => IsClose(name, text))];
        if (close.Count != 1)
            yield break;
        string name = SyntaxFacts.GetKeywordKind(close[0]) == SyntaxKind.None ? close[0] : $"@{close[0]}";
        ExpressionSyntax named = SyntaxFactory.ParseExpression($"nameof({name})").WithTriviaFrom(expression);
        yield return new Fix($"Name '{close[0]}'", "Name", editor => editor.ReplaceNode(expression, named));
    }

    /// <summary>A constant, or what stands in a <c>nameof</c> that C# cannot resolve.</summary>
    private static string? Text(Reported reported, ExpressionSyntax expression)
    {
        if (reported.Semantics.GetConstantValue(expression, reported.Token) is { HasValue: true, Value: string { Length: > 0 } constant })
            return constant;
        return expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } call
            && call.ArgumentList.Arguments is [{ Expression: SimpleNameSyntax name }]
                ? name.Identifier.ValueText
                : null;
    }

    private static bool IsClose(string name, string text)
    {
        if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            return true;
        int edits = Edits(name, text);
        return edits <= MostEdits && 2 * edits < Math.Min(name.Length, text.Length);
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Edits(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[right.Length];
    }
}
