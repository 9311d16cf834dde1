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

    /// <summary>Tells apart the files of types whose names differ in case only, such as <c>-0-1</c>; mostly empty.</summary>
    public string Rank { get; init; } = "";

    /// <summary>Unique, legal start of the generated files' names; Roslyn does not look at their case.</summary>
    public string HintName
    {
        get
        {
            IEnumerable<string> containers = Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1));
            return string.Join(".", new[] { Namespace }.Where(part => part.Length > 0).Concat(containers).Concat([Name])).Replace("@", "") + Rank;
        }
    }

    public static TypeIdentity Of(INamedTypeSymbol type)
    {
        var containers = new List<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            containers.Insert(0, $"{Keyword(outer)} {Literals.Identifier(outer.Name)}");
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        return new TypeIdentity(type.Name, space, MetadataNameOf(type), containers.ToEquatableArray()) { Rank = RankOf(type) };
    }

    private static string RankOf(INamedTypeSymbol type)
    {
        var ranks = new List<int>();
        for (INamespaceOrTypeSymbol? part = type; part is not null and not INamespaceSymbol { IsGlobalNamespace: true }; part = Parent(part))
            ranks.Insert(0, Parent(part).GetMembers().OfType<INamespaceOrTypeSymbol>().Count(other => IsBefore(other, part)));
        return ranks.All(rank => rank == 0) ? "" : "-" + string.Join("-", ranks);
    }

    private static INamespaceOrTypeSymbol Parent(INamespaceOrTypeSymbol part) => part.ContainingType ?? (INamespaceOrTypeSymbol)part.ContainingNamespace;

    private static bool IsBefore(INamespaceOrTypeSymbol other, INamespaceOrTypeSymbol part)
    {
        if (!string.Equals(other.Name, part.Name, StringComparison.OrdinalIgnoreCase))
            return false;
        int order = string.CompareOrdinal(other.Name, part.Name);
        return order < 0 || (order == 0 && other.IsNamespace && part.IsType);
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
