using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Parsing;

/// <summary>
/// Types in the global namespace that are called like the first word of a namespace: <c>global::System.Math</c> would mean a member of
/// such a type.
/// </summary>
internal static class HidingTypes
{
    private static readonly string[] Roots = ["System", "TorchSharp", "QuantDsl"];

    /// <summary>The first such type; null if there is none.</summary>
    public static INamedTypeSymbol? First(INamedTypeSymbol model) =>
        new[] { model.ContainingAssembly }.Concat(model.ContainingModule.ReferencedAssemblySymbols)
            .SelectMany(assembly => Roots.SelectMany(root => assembly.GlobalNamespace.GetTypeMembers(root, 0)))
            .FirstOrDefault(type => !type.IsFileLocal && IsVisible(type, model));

    private static bool IsVisible(INamedTypeSymbol type, INamedTypeSymbol model) =>
        type.DeclaredAccessibility == Accessibility.Public
        || SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.ContainingAssembly);
}
