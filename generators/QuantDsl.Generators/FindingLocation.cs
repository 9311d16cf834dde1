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
    public static Diagnostic At(this Finding finding, INamedTypeSymbol type) =>
        Diagnostic.Create(Descriptors.ById[finding.Id], Locate(type, finding.Place), Properties(finding.Mend), [.. finding.Arguments]);

    private static Location Locate(INamedTypeSymbol type, Place place)
    {
        ISymbol symbol = place.Property is { } property ? ModelParser.Layers(type).First(layer => layer.Name == property) : type;
        if (place.Attribute < 0 || symbol.GetAttributes()[place.Attribute] is not { ApplicationSyntaxReference: { } reference } attribute)
            return symbol.Locations[0];
        AttributeArgumentSyntax? argument = place.Argument is null ? null : attribute.WrittenArgument(place.Argument);
        return Location.Create(reference.SyntaxTree, argument?.Span ?? reference.Span);
    }

    private static ImmutableDictionary<string, string?>? Properties(Mend? mend) => mend is null
        ? null
        : ImmutableDictionary<string, string?>.Empty.Add(Mend.ArgumentKey, mend.Argument).Add(Mend.ValueKey, mend.Value);
}
