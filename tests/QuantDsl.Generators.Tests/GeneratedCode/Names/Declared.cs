using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode.Names;

/// <summary>What generated code declares in models.</summary>
internal static class Declared
{
    /// <summary>The members of all models of a compilation, without layers.</summary>
    public static IEnumerable<ISymbol> In(CompilationResult result) => result.Trees(".g.cs").SelectMany(tree =>
    {
        SemanticModel semantics = result.Output.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .SelectMany(node => node is FieldDeclarationSyntax field ? field.Declaration.Variables.Cast<SyntaxNode>() : [node])
            .Select(node => semantics.GetDeclaredSymbol(node)).OfType<ISymbol>()
            .Where(member => member.ContainingType is { } type && IsModel(type) && !IsLayer(member) && !IsExplicit(member));
    });

    /// <summary>Whether a type is a model or declared in one.</summary>
    public static bool IsOfModel(INamedTypeSymbol type) => IsModel(type) || (type.ContainingType is { } outer && IsOfModel(outer));

    /// <summary>Whether a type is a model.</summary>
    public static bool IsModel(INamedTypeSymbol type) => ModelParser.IsModel(type);

    /// <summary>Whether a member implements an interface by its name, and so takes none in the model.</summary>
    private static bool IsExplicit(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation };

    /// <summary>Whether a member is a layer.</summary>
    public static bool IsLayer(ISymbol member) => member is IPropertySymbol { Type.Name: nameof(Layer) };
}
