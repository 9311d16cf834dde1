using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace QuantDsl.CodeFixes.Editing;

/// <summary>Edits the arguments of an attribute.</summary>
internal static class Arguments
{
    /// <summary>Gives an argument its value, wherever it is written, and writes it where it is not.</summary>
    /// <param name="editor">The document's editor.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">Name of the property or parameter.</param>
    /// <param name="position">Position of the parameter; −1 for a property.</param>
    /// <param name="value">C# text of the value.</param>
    public static void SetArgument(this SyntaxEditor editor, AttributeSyntax attribute, string name, int position, string value) =>
        editor.ReplaceNode(attribute, (current, _) => With((AttributeSyntax)current, name, position, value));

    /// <summary>Removes an argument, so that its default holds.</summary>
    public static void RemoveArgument(this SyntaxEditor editor, AttributeSyntax attribute, string name) =>
        editor.ReplaceNode(attribute, (current, _) => Without((AttributeSyntax)current, name));

    /// <summary>The argument as written.</summary>
    public static AttributeArgumentSyntax? Find(AttributeSyntax attribute, string name, int position)
    {
        if (attribute.ArgumentList is not { Arguments: var arguments })
            return null;
        AttributeArgumentSyntax? at = position >= 0 && position < arguments.Count ? arguments[position] : null;
        return arguments.FirstOrDefault(argument => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name)
            ?? (at is { NameEquals: null, NameColon: null } ? at : null);
    }

    private static AttributeSyntax With(AttributeSyntax attribute, string name, int position, string value)
    {
        if (Find(attribute, name, position) is { } written)
            return attribute.ReplaceNode(written.Expression, SyntaxFactory.ParseExpression(value).WithTriviaFrom(written.Expression));
        AttributeArgumentListSyntax added = SyntaxFactory.ParseAttributeArgumentList($"({name} = {value})")!;
        if (attribute.ArgumentList is not { Arguments: { Count: > 0 } arguments } list)
        {
            AttributeArgumentListSyntax moved = added.WithTrailingTrivia(attribute.GetTrailingTrivia());
            return attribute.WithName(attribute.Name.WithoutTrailingTrivia()).WithArgumentList(moved);
        }
        return attribute.WithArgumentList(list.WithArguments(arguments.InsertAfter(arguments.Count - 1, added.Arguments[0])));
    }

    private static AttributeSyntax Without(AttributeSyntax attribute, string name)
    {
        if (Find(attribute, name, -1) is not { } written)
            return attribute;
        AttributeArgumentListSyntax list = attribute.ArgumentList!;
        if (list.Arguments.Count == 1)
            return attribute.WithArgumentList(null).WithTrailingTrivia(attribute.GetTrailingTrivia());
        return attribute.WithArgumentList(list.WithArguments(list.Arguments.Without(list.Arguments.IndexOf(written))));
    }
}
