using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.CodeFixes.Editing;

/// <summary>Adds to lists and removes from them, on one line or several, and loses no comment.</summary>
internal static class SeparatedLists
{
    /// <summary>Without one of several elements.</summary>
    public static SeparatedSyntaxList<T> Without<T>(this SeparatedSyntaxList<T> list, int index)
        where T : SyntaxNode =>
        index == list.Count - 1 ? WithoutLast(list) : WithoutInner(list, index);

    /// <summary>With a new element after one, on a line of its own where these are.</summary>
    public static SeparatedSyntaxList<T> InsertAfter<T>(this SeparatedSyntaxList<T> list, int index, T added)
        where T : SyntaxNode
    {
        List<SyntaxNodeOrToken> parts = [.. list.GetWithSeparators()];
        T before = list[index];
        if (index < list.Count - 1)
        {
            SyntaxTriviaList end = list.GetSeparator(index).TrailingTrivia;
            SyntaxTriviaList start = end.EndsLine() ? before.GetLeadingTrivia().Indentation() : default;
            parts.InsertRange((2 * index) + 2, [added.WithLeadingTrivia(start), Comma(end.LineEndOr(SyntaxFactory.Space))]);
        }
        else
        {
            SyntaxTriviaList tail = before.GetTrailingTrivia();
            SyntaxTriviaList gap = tail.EndsLine() ? tail
                : index > 0 ? list.GetSeparator(index - 1).TrailingTrivia.LineEndOr(SyntaxFactory.Space)
                : [SyntaxFactory.Space];
            SyntaxTriviaList start = gap.EndsLine() ? before.GetLeadingTrivia().Indentation() : default;
            parts[2 * index] = before.WithTrailingTrivia(tail.EndsLine() ? default : tail);
            parts.AddRange([Comma(gap), added.WithLeadingTrivia(start).WithTrailingTrivia(tail.LineEndOr())]);
        }
        return SyntaxFactory.SeparatedList<T>(parts);
    }

    private static SeparatedSyntaxList<T> WithoutLast<T>(SeparatedSyntaxList<T> list)
        where T : SyntaxNode
    {
        T removed = list[list.Count - 1];
        T last = list[list.Count - 2];
        SyntaxTriviaList gap = list.GetSeparator(list.Count - 2).TrailingTrivia;
        SyntaxTriviaList tail = removed.GetTrailingTrivia();
        if (removed.GetLeadingTrivia().HasText() || (gap.HasText() && !tail.EndsLine()))
            tail = gap.AddRange(removed.GetLeadingTrivia()).AddRange(tail);
        else if (gap.HasText())
            tail = tail.HasText() ? gap.AddRange(removed.GetLeadingTrivia()).AddRange(tail.TrimStart()) : gap;
        List<SyntaxNodeOrToken> parts = [.. list.GetWithSeparators().Take((2 * list.Count) - 3)];
        parts[parts.Count - 1] = last.WithTrailingTrivia(last.GetTrailingTrivia().AddRange(tail));
        return SyntaxFactory.SeparatedList<T>(parts);
    }

    private static SeparatedSyntaxList<T> WithoutInner<T>(SeparatedSyntaxList<T> list, int index)
        where T : SyntaxNode
    {
        T removed = list[index];
        T next = list[index + 1];
        SyntaxTriviaList leading = removed.GetLeadingTrivia();
        SyntaxTriviaList trailing = removed.GetTrailingTrivia().AddRange(list.GetSeparator(index).TrailingTrivia);
        bool endsLine = trailing.EndsLine();
        bool startsLine = removed.GetFirstToken().GetPreviousToken().TrailingTrivia.EndsLine();
        List<SyntaxNodeOrToken> parts = [.. list.GetWithSeparators()];
        if (endsLine && !startsLine && index > 0)
        {
            parts[(2 * index) - 1] = list.GetSeparator(index - 1).WithTrailingTrivia(trailing);
        }
        else
        {
            SyntaxTriviaList start = endsLine && startsLine ? Trivia.OfRemovedLine(leading, trailing)
                : trailing.HasText() ? leading.AddRange(trailing)
                : leading;
            SyntaxTriviaList own = endsLine && !startsLine && !trailing.HasText() ? default : next.GetLeadingTrivia();
            parts[(2 * index) + 2] = next.WithLeadingTrivia(start.AddRange(own));
        }
        parts.RemoveRange(2 * index, 2);
        return SyntaxFactory.SeparatedList<T>(parts);
    }

    private static SyntaxToken Comma(SyntaxTriviaList trailing) => Tokens.Bare(SyntaxKind.CommaToken).WithTrailingTrivia(trailing);
}
