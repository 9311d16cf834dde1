using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>DESIGN §3, hot-path rules, read off the meaning of generated code and not off its text.</summary>
public sealed class HotPathTests
{
    /// <summary>The fused update is one file: the table, one method a quantizer, the sweeps and what they call.</summary>
    private const string UpdateFile = ".Update.g.cs";

    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void The_update_allocates_nothing_and_calls_directly(string model)
    {
        CompilationResult result = TestModels.Compile(model);
        var methods = new HashSet<string>();
        foreach (SyntaxTree tree in result.Trees(UpdateFile))
        {
            SemanticModel semantics = result.Output.GetSemanticModel(tree);
            foreach (MethodDeclarationSyntax method in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                methods.Add(method.Identifier.Text);
                IOperation body = semantics.GetOperation(method)!;
                Assert.Empty(Breaches(body).Select(breach => $"{method.Identifier.Text}: {breach}"));
            }
        }

        Assert.Superset(new HashSet<string> { "Update", "Advance", "Move", "StepForward", "StepBack" }, methods);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_generated_uses_reflection_or_dynamic(string model)
    {
        CompilationResult result = TestModels.Compile(model);
        foreach (SyntaxTree tree in result.Generated.Select(source => source.SyntaxTree))
        {
            SemanticModel semantics = result.Output.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            {
                Assert.False(node is TypeOfExpressionSyntax or MakeRefExpressionSyntax, $"{node} at {node.GetLocation()}");
                if (node is SimpleNameSyntax)
                    Assert.Null(HotPathRules.Reflection(semantics.GetSymbolInfo(node).Symbol));
            }
        }
    }

    /// <summary>The rules themselves see what they forbid.</summary>
    [Theory]
    [InlineData("x.ToString();", "calls virtual")]
    [InlineData("list.Add(1);", "calls")]
    [InlineData("action();", "calls")]
    [InlineData("x = new object();", "makes an object")]
    [InlineData("x = new int[2];", "makes an array")]
    [InlineData("x = 5;", "boxes")]
    [InlineData("action = () => { };", "makes a delegate")]
    [InlineData("x = $\"{x}\";", "makes a string")]
    [InlineData("int[] many = [1, 2];", "makes a collection")]
    [InlineData("foreach (int item in list) { }", "enumerates")]
    [InlineData("dynamic late = x;", "is dynamic")]
    public void The_rules_see(string statement, string breach)
    {
        CompilationResult result = GeneratorHarness.Run($$"""
            using System;
            using QuantDsl;

            internal static class Code
            {
                public static void Run(object x, System.Collections.Generic.IList<int> list, Action action)
                {
                    {{statement}}
                }
            }
            """);
        SyntaxTree tree = result.Output.SyntaxTrees.First();
        MethodDeclarationSyntax method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        IOperation body = result.Output.GetSemanticModel(tree).GetOperation(method)!;

        Assert.Contains(Breaches(body), found => found.StartsWith(breach, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Breaches(IOperation body) => body.DescendantsAndSelf().Select(HotPathRules.Breach).OfType<string>();
}
