using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators;

/// <summary>Turns findings into what a compiler reports: with the place in the user's text that they are about.</summary>
internal static class FindingLocation
{
    /// <summary>The diagnostic of a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="type">The class in whose declaration it was found.</param>
    /// <param name="help">The folder of the help pages.</param>
    public static Diagnostic At(this Finding finding, INamedTypeSymbol type, string help) => Diagnostic.Create(
        Descriptors.ById[finding.Id].In(help), Locate(type, finding.Anchor), Properties(finding.Fix), [.. finding.Arguments]);

    private static Location Locate(INamedTypeSymbol type, Anchor anchor)
    {
        ISymbol symbol = anchor.Property is { } property ? ModelParser.Layers(type).First(layer => layer.Name == property)
            : anchor.Member is { } member ? OwnMembers.Find(type, member)
            : type;
        if (anchor.Attribute < 0 || symbol.GetAttributes()[anchor.Attribute] is not { ApplicationSyntaxReference: { } reference } attribute)
            return symbol.Locations.FirstOrDefault(location => location.IsInSource) ?? Location.None;
        AttributeArgumentSyntax? argument = anchor.Argument is null ? null : attribute.WrittenArgument(anchor.Argument);
        return Location.Create(reference.SyntaxTree, argument?.Span ?? reference.Span);
    }

    private static ImmutableDictionary<string, string?>? Properties(SuggestedFix? fix) => fix is null
        ? null
        : ImmutableDictionary<string, string?>.Empty.Add(SuggestedFix.ArgumentKey, fix.Argument).Add(SuggestedFix.ValueKey, fix.Value);
}
