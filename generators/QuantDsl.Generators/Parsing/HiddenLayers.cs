using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Parsing;

/// <summary>
/// Layers of a model in another assembly that the compiler does not show, because they are private or internal there. Without them a
/// model made from it would silently be another network, so they are looked up in the metadata.
/// </summary>
internal static class HiddenLayers
{
    /// <summary>Name of the first layer that is hidden; null if none is.</summary>
    public static string? First(INamedTypeSymbol model)
    {
        if (!model.DeclaringSyntaxReferences.IsEmpty || model.ContainingModule.GetMetadata() is not { } module)
            return null;
        MetadataReader reader = module.GetMetadataReader();
        HashSet<string> languages =
            [.. model.ContainingModule.ReferencedAssemblySymbols.Where(Language.IsReachedThrough).Select(assembly => assembly.Name)];
        HashSet<string> visible = [.. model.GetMembers().OfType<IPropertySymbol>().Select(property => property.MetadataName)];
        TypeDefinition type = reader.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(model.MetadataToken & 0xFFFFFF));
        return type.GetProperties().Select(reader.GetPropertyDefinition)
            .Where(property => IsLayer(reader, property, languages))
            .Select(property => reader.GetString(property.Name))
            .FirstOrDefault(name => !visible.Contains(name));
    }

    private static bool IsLayer(MetadataReader reader, PropertyDefinition property, HashSet<string> languages) =>
        property.GetCustomAttributes().Any(attribute =>
        reader.GetCustomAttribute(attribute).Constructor is { Kind: HandleKind.MemberReference } constructor
        && reader.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
        && reader.GetTypeReference((TypeReferenceHandle)type) is { ResolutionScope: { Kind: HandleKind.AssemblyReference } scope } reference
        && reader.StringComparer.Equals(reference.Namespace, "QuantDsl")
        && languages.Contains(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)));
}
