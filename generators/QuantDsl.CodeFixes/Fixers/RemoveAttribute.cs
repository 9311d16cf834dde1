using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Removes an attribute that contradicts another, says nothing or is given twice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveAttribute)), Shared]
public sealed class RemoveAttribute : Fixer
{
    /// <summary>C#: an attribute is given twice.</summary>
    internal const string Duplicate = "CS0579";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Ids.WeightsAndFullPrecision, Ids.NothingToBacktrack, Ids.NothingToMeasure, Ids.FrozenQuantizers, Ids.SeveralLosses,
        Ids.SeveralSchedules, Ids.WarmupOfOneCycle, Ids.SeveralOptimizers, Ids.BudgetArgument, Ids.SquaredHingeLogits,
        Ids.BoundedLogits, Ids.UnknownPrecision, Ids.PrecisionOfNothing, Duplicate,
    ];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        if (reported.Attribute is not { } attribute)
            yield break;
        if (reported.Id == Duplicate)
        {
            if (LanguageName(reported, attribute) is { } twice)
                yield return Remove(attribute, $"Remove the second [{twice}]", "Duplicate");
            yield break;
        }
        if (!reported.IsAttribute || LanguageName(reported, attribute) is not { } name)
            yield break; // one argument of it is wrong, or another file's attribute
        if (reported.Id is Ids.SquaredHingeLogits or Ids.BoundedLogits && name is not ("ReLU" or "Sigmoid"))
            yield break; // the loss of a variant, whose layers are another model's
        yield return Remove(attribute, $"Remove [{name}]", reported.Id);
        if (reported.Id == Ids.WeightsAndFullPrecision && reported.Find(reported.Symbol!, "FullPrecision") is { } other)
            yield return Remove(other, "Remove [FullPrecision]", "FullPrecision");
    }

    private static Fix Remove(AttributeSyntax attribute, string title, string kind) =>
        new(title, kind, editor => editor.RemoveAttribute(attribute));

    private static string? LanguageName(Reported reported, AttributeSyntax attribute) =>
        reported.Semantics.GetTypeInfo(attribute, reported.Token).Type is INamedTypeSymbol type ? AttributeReader.LanguageName(type) : null;
}
