using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary>Reads names and constants out of attributes.</summary>
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

    /// <summary>The constants that the attribute was given.</summary>
    public static AttributeValues Values(this AttributeData attribute) => new(
        [.. attribute.ConstructorArguments.Select(Value)],
        [.. attribute.NamedArguments.Select(argument => new KeyValuePair<string, object?>(argument.Key, Value(argument.Value)))]);

    /// <summary>
    /// Where an argument is written: as <c>Name = value</c>, or by its parameter's name or position; null if it is left out.
    /// </summary>
    public static AttributeArgumentSyntax? WrittenArgument(this AttributeData attribute, string name)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList.Arguments: var arguments })
            return null;
        int position = attribute.AttributeConstructor?.Parameters.ToList().FindIndex(parameter => parameter.Name == name) ?? -1;
        return arguments.FirstOrDefault(argument => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name)
            ?? (position >= 0 && position < arguments.Count && arguments[position] is { NameEquals: null, NameColon: null } found
                ? found
                : null);
    }

    /// <summary>The numbers given to the constructor, one by one or as an array.</summary>
    public static IEnumerable<int> Integers(this AttributeData attribute) =>
        attribute.Elements().Select(value => value.Value is int integer ? integer : 0);

    /// <summary>The words given to the constructor, one by one or as an array; an empty one for null.</summary>
    public static IEnumerable<string> Strings(this AttributeData attribute) =>
        attribute.Elements().Select(value => value.Value as string ?? "");

    private static IEnumerable<TypedConstant> Elements(this AttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Kind != TypedConstantKind.Array ? [argument]
            : argument.IsNull ? []
            : argument.Values);

    /// <summary>A constant; an array of numbers as such, any other as null.</summary>
    private static object? Value(TypedConstant constant) => constant switch
    {
        { Kind: not TypedConstantKind.Array } => constant.Value,
        { IsNull: false, Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Double } } =>
            constant.Values.Select(element => element.Value is double number ? number : 0).ToEquatableArray(),
        _ => null,
    };
}
