using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.Generators.Tests.Architecture;

/// <summary>
/// The generator is built in floors: each uses only those below it, and from the graph upwards nothing knows the C# compiler.
/// </summary>
public sealed class FolderTests
{
    /// <summary>
    /// From the ground up. Common: values, text, names. Diagnostics: findings, which name a diagnostic by its ID, and what is shown for an
    /// ID. Kernels: calls of the runtime, and what they read and write. Operations: what the compiler knows of each, its kernels and
    /// gradient among it. Parsing: symbols to declarations. Checks: rules on declarations. Graph: shapes and rewrites. Differentiation: a
    /// graph to kernels, forward and backward. Lowering: kernels to loops. Placing: memory of what loops pass on. Planning: memory of
    /// parameters, and all other decisions. Emit: text. Files beside the project put the steps in order and use all of them.
    /// </summary>
    private static readonly string[] Floors =
    [
        "Common", "Diagnostics", "Kernels", "Operations", "Parsing", "Checks", "Graph", "Differentiation", "Lowering", "Placing",
        "Planning", "Emit", "",
    ];

    /// <summary>Floors that may name the C# compiler's types; in Common only for the keywords of C#.</summary>
    private static readonly string[] KnowTheCompiler = ["Common", "Diagnostics", "Parsing", ""];

    private static readonly IReadOnlyList<(string File, string Folder, ISymbol Symbol)> Uses = [.. FindUses()];

    [Fact]
    public void Every_folder_is_a_floor_and_a_namespace()
    {
        foreach (SyntaxTree tree in GeneratorSource.Own)
        {
            Assert.Contains(GeneratorSource.Folder(tree), Floors);
            foreach (BaseNamespaceDeclarationSyntax space in tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
                Assert.Equal(GeneratorSource.Folder(tree), Floor(space.Name.ToString()));
        }
    }

    /// <summary>What does not compile here would have symbols that the other tests do not see.</summary>
    [Fact]
    public void The_source_is_complete() =>
        Assert.Empty(GeneratorSource.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    [Fact]
    public void Arrows_run_down()
    {
        IEnumerable<string> up =
            from use in Uses
            where Floor(Namespace(use.Symbol)) is { } floor && Array.IndexOf(Floors, floor) > Array.IndexOf(Floors, use.Folder)
            select $"{use.File} uses {use.Symbol.ToDisplayString()}";

        Assert.Empty(up.Distinct());
        Assert.Contains(Uses, use => use.Folder == "Emit" && Floor(Namespace(use.Symbol)) == "Planning");
        Assert.Contains(Uses, use => use.Folder == "Placing" && Floor(Namespace(use.Symbol)) == "Lowering");
    }

    [Fact]
    public void From_the_graph_upwards_nothing_knows_the_compiler()
    {
        IEnumerable<string> wrong =
            from use in Uses
            where !KnowTheCompiler.Contains(use.Folder) && IsCompilers(use.Symbol)
            select $"{use.File} uses {use.Symbol.ToDisplayString()}";

        Assert.Empty(wrong.Distinct());
        Assert.Equal(
            ["SyntaxFacts", "SyntaxKind"],
            Uses.Where(use => use.Folder == "Common" && IsCompilers(use.Symbol))
                .Select(use => (use.Symbol as INamedTypeSymbol ?? use.Symbol.ContainingType).Name)
                .Distinct().Order(StringComparer.Ordinal));
    }

    private static string Namespace(ISymbol symbol) => symbol.ContainingNamespace?.ToDisplayString() ?? "";

    private static bool IsCompilers(ISymbol symbol) => Namespace(symbol).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    /// <summary>The floor of a namespace; null where it is not the generator's.</summary>
    private static string? Floor(string space)
    {
        const string root = "QuantDsl.Generators";
        if (space == root)
            return "";
        return space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;
    }

    private static IEnumerable<(string File, string Folder, ISymbol Symbol)> FindUses()
    {
        foreach (SyntaxTree tree in GeneratorSource.Own)
        {
            SemanticModel semantics = GeneratorSource.Compilation.GetSemanticModel(tree);
            foreach (SyntaxNode name in tree.GetRoot().DescendantNodes())
            {
                if (name is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax
                    && semantics.GetSymbolInfo(name).Symbol is { } symbol and not INamespaceSymbol)
                {
                    yield return (tree.FilePath, GeneratorSource.Folder(tree), symbol);
                }
            }
        }
    }
}
