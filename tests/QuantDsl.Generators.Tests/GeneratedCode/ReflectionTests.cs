using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>Nothing generated uses reflection, read off the meaning of the code; what steps call and allocate is in CallGraphs.</summary>
public sealed class ReflectionTests
{
    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_generated_uses_reflection_or_dynamic(string model)
    {
        CompilationResult result = TestModels.Compile(model);
        foreach (SyntaxTree tree in result.Generated.Select(source => source.SyntaxTree))
            Assert.Empty(Uses(tree, result.Output.GetSemanticModel(tree)));
    }

    /// <summary>The test itself sees what it forbids.</summary>
    [Theory]
    [InlineData("_ = typeof(int);")]
    [InlineData("_ = x.GetType();")]
    [InlineData("dynamic late = x;")]
    [InlineData("System.Activator.CreateInstance<object>();")]
    [InlineData("_ = System.Reflection.Assembly.GetExecutingAssembly();")]
    public void Reflection_is_seen(string statement)
    {
        CompilationResult result = GeneratorHarness.Run($$"""
            using QuantDsl;

            internal static class Code
            {
                public static void Run(object x)
                {
                    {{statement}}
                }
            }
            """);
        SyntaxTree tree = result.Output.SyntaxTrees.First();

        Assert.NotEmpty(Uses(tree, result.Output.GetSemanticModel(tree)));
    }

    private static IEnumerable<string> Uses(SyntaxTree tree, SemanticModel semantics) => tree.GetRoot().DescendantNodes()
        .Where(node => node is TypeOfExpressionSyntax or MakeRefExpressionSyntax
            || (node is SimpleNameSyntax && IsReflection(semantics.GetSymbolInfo(node).Symbol)))
        .Select(node => $"{node} at {node.GetLocation()}");

    /// <summary>Whether a symbol is one of reflection or late binding.</summary>
    private static bool IsReflection(ISymbol? symbol)
    {
        if (symbol is IDynamicTypeSymbol)
            return true;
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        string space = (symbol as INamespaceSymbol ?? type?.ContainingNamespace)?.ToDisplayString() ?? "";
        return space.StartsWith("System.Reflection", StringComparison.Ordinal)
            || space.StartsWith("System.Linq.Expressions", StringComparison.Ordinal)
            || type?.ToDisplayString() is "System.Type" or "System.Activator" or "System.Delegate"
            || symbol is IMethodSymbol { Name: nameof(GetType), ContainingType.SpecialType: SpecialType.System_Object };
    }
}
