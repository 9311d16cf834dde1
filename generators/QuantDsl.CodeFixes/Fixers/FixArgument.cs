using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Gives an argument the value that the analyzer names, or leaves it out so that its default holds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FixArgument)), Shared]
public sealed class FixArgument : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Ids.LayerArgument, Ids.BitsOutOfRange, Ids.ImpossibleQuantizer, Ids.RecipeArgument,
    ];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        // A variant's attributes may be another model's: then the class is named, and there is nothing to edit here.
        ImmutableDictionary<string, string?> fix = reported.Diagnostic.Properties;
        if (reported.Attribute is not { } attribute || !fix.TryGetValue(SuggestedFix.ArgumentKey, out string? name) || name is null)
            yield break;
        int position = reported.Position(attribute, name);
        if (fix[SuggestedFix.ValueKey] is { } value)
            yield return new Fix($"Set {name} to {value}", "Argument", editor => editor.SetArgument(attribute, name, position, value));
        else if (Arguments.Find(attribute, name, -1) is not null)
            yield return new Fix($"Leave out {name}", "Argument", editor => editor.RemoveArgument(attribute, name));
    }
}
