using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace QuantDsl.CodeFixes.Editing;

/// <summary>Edits the attributes of a class or property.</summary>
internal static class Attributes
{
    /// <summary>Removes an attribute, and its list and line if it was alone there.</summary>
    public static void RemoveAttribute(this SyntaxEditor editor, AttributeSyntax attribute)
    {
        editor.TrackNode(attribute);
        editor.ReplaceNode(Member(attribute), (current, _) =>
            current.GetCurrentNode(attribute) is { } found ? Without((MemberDeclarationSyntax)current, found) : current);
    }

    /// <summary>Adds an attribute after another, in its list or, where each has a list of its own, in a new one.</summary>
    public static void InsertAfter(this SyntaxEditor editor, AttributeSyntax anchor, AttributeSyntax added, bool inOwnList)
    {
        editor.TrackNode(anchor);
        editor.ReplaceNode(Member(anchor), (current, _) =>
        {
            var member = (MemberDeclarationSyntax)current;
            AttributeSyntax found = current.GetCurrentNode(anchor)!;
            return inOwnList ? WithNewList(member, List(found), added) : WithInList(member, found, added);
        });
    }

    /// <summary>Whether attributes stand alone in their lists around here.</summary>
    public static bool IsAlone(AttributeSyntax attribute) =>
        List(attribute).Attributes.Count == 1 && Member(attribute).AttributeLists.Count > 1;

    /// <summary>The class or property of an attribute.</summary>
    public static MemberDeclarationSyntax Member(AttributeSyntax attribute) => (MemberDeclarationSyntax)List(attribute).Parent!;

    private static AttributeListSyntax List(AttributeSyntax attribute) => (AttributeListSyntax)attribute.Parent!;

    private static MemberDeclarationSyntax WithInList(MemberDeclarationSyntax member, AttributeSyntax anchor, AttributeSyntax added)
    {
        AttributeListSyntax list = List(anchor);
        return member.ReplaceNode(list, list.WithAttributes(list.Attributes.InsertAfter(list.Attributes.IndexOf(anchor), added)));
    }

    private static MemberDeclarationSyntax WithNewList(MemberDeclarationSyntax member, AttributeListSyntax list, AttributeSyntax added)
    {
        int index = member.AttributeLists.IndexOf(list);
        SyntaxTriviaList end = list.GetTrailingTrivia();
        bool sharesLine = !end.EndsLine() || (index > 0 && !member.AttributeLists[index - 1].GetTrailingTrivia().EndsLine());
        AttributeListSyntax own = SyntaxFactory.AttributeList(
                Tokens.Bare(SyntaxKind.OpenBracketToken),
                null,
                SyntaxFactory.SingletonSeparatedList(added),
                Tokens.Bare(SyntaxKind.CloseBracketToken))
            .WithLeadingTrivia(sharesLine ? default : list.GetLeadingTrivia().Indentation())
            .WithTrailingTrivia(sharesLine ? end : end.LineEndOr());
        AttributeListSyntax before = sharesLine ? list.WithTrailingTrivia(SyntaxFactory.Space) : list;
        return member.WithAttributeLists(member.AttributeLists.Replace(list, before).Insert(index + 1, own));
    }

    private static MemberDeclarationSyntax Without(MemberDeclarationSyntax member, AttributeSyntax attribute)
    {
        AttributeListSyntax list = List(attribute);
        if (list.Attributes.Count > 1)
            return member.ReplaceNode(list, list.WithAttributes(list.Attributes.Without(list.Attributes.IndexOf(attribute))));
        int index = member.AttributeLists.IndexOf(list);
        SyntaxTriviaList leading = list.GetLeadingTrivia();
        SyntaxTriviaList trailing = list.GetTrailingTrivia();
        if (trailing.EndsLine() && index > 0 && !member.AttributeLists[index - 1].GetTrailingTrivia().EndsLine())
        {
            AttributeListSyntax before = member.AttributeLists[index - 1];
            return member.WithAttributeLists(member.AttributeLists.Replace(before, before.WithTrailingTrivia(trailing)).RemoveAt(index));
        }
        SyntaxTriviaList kept = trailing.EndsLine() ? Trivia.OfRemovedLine(leading, trailing)
            : trailing.HasText() ? leading.AddRange(trailing)
            : leading;
        SyntaxToken next = list.GetLastToken().GetNextToken();
        MemberDeclarationSyntax moved = member.ReplaceToken(next, next.WithLeadingTrivia(kept.AddRange(next.LeadingTrivia)));
        return moved.WithAttributeLists(moved.AttributeLists.RemoveAt(index));
    }
}
