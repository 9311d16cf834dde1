using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using QuantDsl.Generators.Checks;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators;

/// <summary>Reports what the checks find in a declaration, where the user wrote it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuantModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.ById.Values.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!ModelParser.IsModel(type))
            return;
        foreach (Finding finding in ModelChecks.Run(ModelParser.Parse(type)).Findings)
        {
            Location location = Locate(type, finding.Place);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ById[finding.Id], location, Properties(finding.Mend), [.. finding.Arguments]));
        }
    }

    private static Location Locate(INamedTypeSymbol type, Place place)
    {
        ISymbol symbol = place.Property is { } property ? type.GetMembers(property).OfType<IPropertySymbol>().First() : type;
        if (place.Attribute < 0 || symbol.GetAttributes()[place.Attribute] is not { ApplicationSyntaxReference: { } reference } attribute)
            return symbol.Locations[0];
        AttributeArgumentSyntax? argument = place.Argument is null ? null : attribute.WrittenArgument(place.Argument);
        return Location.Create(reference.SyntaxTree, argument?.Span ?? reference.Span);
    }

    private static ImmutableDictionary<string, string?>? Properties(Mend? mend) => mend is null
        ? null
        : ImmutableDictionary<string, string?>.Empty.Add(Mend.ArgumentKey, mend.Argument).Add(Mend.ValueKey, mend.Value);
}
