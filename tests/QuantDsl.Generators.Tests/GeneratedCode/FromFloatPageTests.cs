using System.Text.RegularExpressions;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>What "From float training to low bits in five minutes" shows is what the compiler takes and prints.</summary>
public sealed partial class FromFloatPageTests
{
    private static readonly string Page = Project.Read("src", "QuantDsl", "FROM-FLOAT.md").Replace("\r\n", "\n");

    [Fact]
    public void Its_code_compiles()
    {
        string[] blocks = [.. Blocks().Matches(Page).Select(match => match.Groups[1].Value)];
        string declarations = string.Concat(blocks.Where(block => block.StartsWith('[')));
        string statements = string.Concat(blocks.Where(block => !block.StartsWith('[')));
        string program = $$"""
            internal static class Program
            {
                public static void Run(Dataset train, Dataset validation, FloatNet floatNet)
                {
            {{statements}}
                }
            }
            """;

        GeneratorHarness.Run(declarations + program).AssertCompiles();
    }

    [Fact]
    public void Its_table_is_that_of_LeNet5()
    {
        string model = GeneratorHarness.Run(TestModels.LeNet5).Trees("LeNet5.Model.g.cs").Single().ToString();
        string[] table = Table().Match(Page).Groups[1].Value.TrimEnd().Split('\n');

        Assert.Equal(7, table.Length);
        Assert.All(table, line => Assert.Contains($"            {line}\n", model, StringComparison.Ordinal));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("```\n(layer .*?)```", RegexOptions.Singleline)]
    private static partial Regex Table();
}
