using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.Generators.Benchmarks;

/// <summary>What Roslyn itself takes: it finds the classes and binds their attributes, and writes one empty file a model.</summary>
internal sealed class FloorGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<string> names = context.SyntaxProvider.ForAttributeWithMetadataName(
            "QuantDsl.QuantModelAttribute",
            static (node, _) => node is TypeDeclarationSyntax,
            static (match, _) => Name((INamedTypeSymbol)match.TargetSymbol));
        context.RegisterSourceOutput(names, static (output, name) => output.AddSource($"{name}.g.cs", ""));
    }

    private static string Name(INamedTypeSymbol type)
    {
        int attributes = type.GetMembers().OfType<IPropertySymbol>().Sum(property => property.GetAttributes().Length);
        return attributes < 0 ? "" : type.Name;
    }
}
