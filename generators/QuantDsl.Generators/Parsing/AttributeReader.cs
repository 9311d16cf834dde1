using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.Generators.Parsing;

/// <summary>Reads constants out of attributes; a missing or erroneous one reads as the fallback, since the C# compiler reports it.</summary>
internal static class AttributeReader
{
    /// <summary>Name of an attribute of the language without its suffix, such as <c>Conv2d</c>; null for anybody else's.</summary>
    public static string? LanguageName(this AttributeData attribute) => attribute.AttributeClass is { } type ? LanguageName(type) : null;

    /// <inheritdoc cref="LanguageName(AttributeData)"/>
    public static string? LanguageName(INamedTypeSymbol type)
    {
        const string suffix = "Attribute";
        return type is { ContainingType: null, ContainingNamespace: { Name: "QuantDsl", ContainingNamespace.IsGlobalNamespace: true } }
            && type.Name.EndsWith(suffix, StringComparison.Ordinal)
            && Language.IsDefinedBy(type.ContainingAssembly)
            ? type.Name.Substring(0, type.Name.Length - suffix.Length)
            : null;
    }

    /// <summary>A constructor argument by position.</summary>
    public static T Argument<T>(this AttributeData attribute, int index, T fallback) =>
        index < attribute.ConstructorArguments.Length
        && attribute.ConstructorArguments[index] is { Kind: not TypedConstantKind.Array, Value: T value }
            ? value
            : fallback;

    /// <summary>A named argument.</summary>
    public static T Named<T>(this AttributeData attribute, string name, T fallback) =>
        attribute.TryGetNamed(name, out T value) ? value : fallback;

    /// <summary>A named argument; null when it is not given.</summary>
    public static T? NamedOrNull<T>(this AttributeData attribute, string name)
        where T : struct =>
        attribute.TryGetNamed(name, out T value) ? value : null;

    /// <summary>Where an argument is written: as <c>Name = value</c>, or by its parameter's name or position; null if it is left out.</summary>
    public static AttributeArgumentSyntax? WrittenArgument(this AttributeData attribute, string name)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList.Arguments: var arguments })
            return null;
        int position = attribute.AttributeConstructor?.Parameters.ToList().FindIndex(parameter => parameter.Name == name) ?? -1;
        return arguments.FirstOrDefault(argument => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name)
            ?? (position >= 0 && position < arguments.Count && arguments[position] is { NameEquals: null, NameColon: null } found ? found : null);
    }

    /// <summary>An array given as params in the constructor.</summary>
    public static IEnumerable<int> Integers(this AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array, IsNull: false } array)
            return [];
        return array.Values.Select(value => value.Value is int integer ? integer : 0);
    }

    private static bool TryGetNamed<T>(this AttributeData attribute, string name, out T value)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value is { Kind: not TypedConstantKind.Array, Value: T found })
            {
                value = found;
                return true;
            }
        }
        value = default!;
        return false;
    }
}
