using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Emit;

namespace QuantDsl.Generators.Parsing;

/// <summary>How to name and reopen the user's class.</summary>
/// <param name="Name">Class name.</param>
/// <param name="Namespace">Namespace, empty for the global one.</param>
/// <param name="MetadataName">Name by which a compilation finds it.</param>
/// <param name="Containers">Types it is nested in, outermost first, such as <c>class Outer</c>.</param>
internal sealed record TypeIdentity(string Name, string Namespace, string MetadataName, EquatableArray<string> Containers)
{
    /// <summary>The class's name in code.</summary>
    public string Identifier => Literals.Identifier(Name);

    /// <summary>Unique, legal start of the generated files' names.</summary>
    public string HintName
    {
        get
        {
            IEnumerable<string> containers = Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1));
            return string.Join(".", new[] { Namespace }.Where(part => part.Length > 0).Concat(containers).Concat([Name])).Replace("@", "");
        }
    }

    public static TypeIdentity Of(INamedTypeSymbol type)
    {
        var containers = new List<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            containers.Insert(0, $"{Keyword(outer)} {Literals.Identifier(outer.Name)}");
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        return new TypeIdentity(type.Name, space, MetadataNameOf(type), containers.ToEquatableArray());
    }

    private static string MetadataNameOf(INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } outer } => $"{MetadataNameOf(outer)}+{type.MetadataName}",
        { ContainingNamespace.IsGlobalNamespace: true } => type.MetadataName,
        _ => $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}",
    };

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };
}
