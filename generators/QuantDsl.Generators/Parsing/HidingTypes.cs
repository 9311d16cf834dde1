using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Parsing;

/// <summary>
/// Types of the user that are nearer to a model than using directives are: one called Tensor in the model's namespace would be meant
/// wherever generated code says Tensor.
/// </summary>
internal static class HidingTypes
{
    /// <summary>The first such type; null if there is none.</summary>
    public static INamedTypeSymbol? First(INamedTypeSymbol model)
    {
        for (INamespaceOrTypeSymbol? place = model;
            place is not null;
            place = place.ContainingType ?? (INamespaceOrTypeSymbol?)place.ContainingNamespace)
        {
            INamedTypeSymbol? found = ReservedNames.Hideable
                .SelectMany(name => place.GetTypeMembers(name.Name, name.Arity))
                .FirstOrDefault(type => !type.DeclaringSyntaxReferences.IsEmpty && !type.IsFileLocal
                    && !SymbolEqualityComparer.Default.Equals(type, model));
            if (found is not null)
                return found;
        }
        return null;
    }
}
