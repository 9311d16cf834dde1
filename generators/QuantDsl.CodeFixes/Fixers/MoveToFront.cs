using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Moves a layer's weighted operation in front of the others. Lists, lines and comments stay where they are.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveToFront)), Shared]
public sealed class MoveToFront : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.NoWeightedOperation];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        if (reported.Layer is not { } layer || layer.Weighted.SingleOrDefault() is not { } weighted)
            yield break;
        int index = layer.Operations.ToList().IndexOf(weighted);
        IEnumerable<AttributeSyntax?> found = layer.Operations.Take(index + 1).Select(use => reported.Find(use.Anchor));
        List<AttributeSyntax> places = [.. found.OfType<AttributeSyntax>()];
        if (places.Count <= index)
            yield break; // another part of the property has some
        AttributeSyntax moved = places[index];
        List<AttributeSyntax> order = [moved, .. places.Take(index)];
        yield return new Fix($"Move {moved.Name} to the front", "Front", editor =>
        {
            foreach ((AttributeSyntax place, AttributeSyntax attribute) in places.Zip(order, (place, attribute) => (place, attribute)))
                editor.ReplaceNode(place, attribute.WithTriviaFrom(place));
        });
    }
}
