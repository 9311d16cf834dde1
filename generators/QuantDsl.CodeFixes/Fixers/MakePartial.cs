using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Makes a class one into which code can be generated: partial, in partial types, neither abstract nor static.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartial)), Shared]
public sealed class MakePartial : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.NotPartial, Ids.UnsupportedType];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        if (reported.Member is not TypeDeclarationSyntax declaration || reported.Type is not { } type)
            return [];
        if (reported.Id == Ids.NotPartial)
            return [new Fix("Add partial", "Partial", editor => editor.AddPartial(declaration))];
        if (declaration is not ClassDeclarationSyntax || type.IsGenericType)
            return []; // another kind of type is another design
        if (type.IsStatic)
            return Remove("static", SyntaxKind.StaticKeyword);
        if (type.IsAbstract)
            return type.GetMembers().Any(member => member.IsAbstract) ? [] : Remove("abstract", SyntaxKind.AbstractKeyword);
        IEnumerable<TypeDeclarationSyntax> around = declaration.Ancestors().OfType<TypeDeclarationSyntax>();
        List<TypeDeclarationSyntax> outer = [.. around.Where(type => !type.Has(SyntaxKind.PartialKeyword))];
        return outer.Count == 0
            ? []
            : [new Fix($"Add partial to {string.Join(", ", outer.Select(Name))}", "Outer", editor => outer.ForEach(editor.AddPartial))];

        static string Name(TypeDeclarationSyntax type) => type.Identifier.ValueText;

        IEnumerable<Fix> Remove(string word, SyntaxKind kind) => declaration.Has(kind)
            ? [new Fix($"Remove {word}", word, editor => editor.RemoveModifier(declaration, kind))]
            : []; // it stands in another part of the class
    }
}
