using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Fuzz;

/// <summary>The types that generated code names.</summary>
/// <param name="lanes">The vector, which a network has as type parameter.</param>
/// <param name="recipe">The recipe's constants, which a model has as nested type.</param>
internal sealed class TypeNames(Type lanes, Type recipe)
{
    /// <summary>By name, with the number of type parameters after a backtick.</summary>
    private static readonly ILookup<string, Type> Known = new[] { typeof(Workspace).Assembly, typeof(ParameterStore).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace is "QuantDsl" or "QuantDsl.CompilerServices" && !type.IsNested)
        .Concat(typeof(TypeNames).Assembly.GetTypes().Where(type => !type.IsNested && type.IsAssignableTo(typeof(IConstant))))
        .ToLookup(type => type.Name, StringComparer.Ordinal);

    /// <summary>What a network has for the vectors that this processor has.</summary>
    public static TypeNames OfThisProcessor(Type recipe) => new(
        VectorWidth.Bits switch
        {
            512 => typeof(Lanes16),
            256 => typeof(Lanes8),
            _ => typeof(Lanes4),
        },
        recipe);

    public Type Find(TypeSyntax syntax) => syntax switch
    {
        PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.IntKeyword } => typeof(int),
        IdentifierNameSyntax { Identifier.Text: "TLanes" } => lanes,
        IdentifierNameSyntax { Identifier.Text: "ParameterTable" } => typeof(InterpretedTable),
        IdentifierNameSyntax { Identifier.Text: "UpdateRecipe" } => recipe,
        IdentifierNameSyntax name => Find(name.Identifier.Text),
        GenericNameSyntax generic => Find($"{generic.Identifier.Text}`{generic.Arity}").MakeGenericType(Arguments(generic)),
        _ => throw new NotSupportedException($"The interpreter does not know the type {syntax}."),
    };

    public Type[] Arguments(GenericNameSyntax generic) => [.. generic.TypeArgumentList.Arguments.Select(Find)];

    private static Type Find(string name) =>
        Known[name].SingleOrDefault() ?? throw new NotSupportedException($"The interpreter does not know a type {name}.");
}
