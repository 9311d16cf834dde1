using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Parsing;

/// <summary>Finds out how to name and reopen a class.</summary>
internal static class TypeIdentityReader
{
    public static TypeIdentity Read(INamedTypeSymbol type)
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
        for (INamespaceOrTypeSymbol? part = type;
            part is not null and not INamespaceSymbol { IsGlobalNamespace: true };
            part = Parent(part))
        {
            ranks.Insert(0, Parent(part).GetMembers().OfType<INamespaceOrTypeSymbol>().Count(other => IsBefore(other, part)));
        }
        return ranks.All(rank => rank == 0) ? "" : "-" + string.Join("-", ranks);
    }

    private static INamespaceOrTypeSymbol Parent(INamespaceOrTypeSymbol part) =>
        part.ContainingType ?? (INamespaceOrTypeSymbol)part.ContainingNamespace;

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
