using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Gives a model the quantizer or the loss that it lacks.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddToModel)), Shared]
public sealed class AddToModel : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.NoQuantizer, Ids.LossMissing];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        if (reported.Type is not { } type || reported.Find(type, "QuantModel", "ModelFrom") is not { } model)
            return []; // the attributes stand in another file
        return reported.Id == Ids.NoQuantizer
            ? [Add(model, "Weights", "(Bits = 1)"), Add(model, "FullPrecision")]
            : [Add(model, "SquaredHinge"), Add(model, "CrossEntropy")];
    }

    private static Fix Add(AttributeSyntax model, string name, string arguments = "") => new($"Add [{name}{arguments}]", name, editor =>
    {
        SyntaxList<AttributeListSyntax> lists = Attributes.Member(model).AttributeLists;
        editor.InsertAfter(lists.Last().Attributes.Last(), Tokens.Attribute(name, model, arguments), inOwnList: lists.Count > 1);
    });
}
