using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Tests.Checks;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>A model made from one in another file or another assembly is the same network.</summary>
public sealed class ModelFromTests
{
    private const string Variant = """
        [ModelFrom(typeof(Residual)), Weights(Bits = 3)]
        public sealed partial class Variant;
        """;

    [Fact]
    public void Across_files() =>
        GeneratorHarness.Run(Variant, TestModels.Residual, Usage.Of("Variant")).AssertCompiles();

    /// <summary>A variant has the vocabulary and the clip of its source, or its own.</summary>
    [Theory]
    [InlineData("Weights(Bits = 2)", "Vocabulary = 5,", "5f;", "GradientClip = 5.0f;")]
    [InlineData("OneHot(9), GradientClip(0.5)", "Vocabulary = 9,", "0.5f;", "GradientClip = 0.5f;")]
    public void Attributes_of_sequences_are_inherited_and_replaced(string attributes, string oneHot, string clip, string cudaClip)
    {
        CompilationResult result = GeneratorHarness.Run(
            TestModels.CharLstm,
            $"[ModelFrom(typeof(CharLstm)), {attributes}]\npublic sealed partial class Variant;",
            Usage.Of("Variant")).AssertCompiles();

        Assert.Contains(oneHot, result.Tree("Models.Variant.Model.g.cs").ToString(), StringComparison.Ordinal);
        Assert.Contains($"GradientClip => {clip}", result.Tree("Models.Variant.Update.g.cs").ToString(), StringComparison.Ordinal);
        Assert.Contains(cudaClip, result.Tree("Models.Variant.Cuda.g.cs").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void From_another_assembly()
    {
        CompilationResult here = GeneratorHarness.Run(Variant, TestModels.Residual).AssertCompiles();
        MetadataReference library = GeneratorHarness.Run(TestModels.Residual).ToReference();
        CompilationResult there = GeneratorHarness.Run([Variant, Usage.Of("Variant")], [library]).AssertCompiles();

        foreach (GeneratedSourceResult file in there.Generated)
            Assert.Equal(here.Tree(file.HintName).ToString(), file.SourceText.ToString());
        Assert.Equal(11, there.Generated.Length);
    }

    [Fact]
    public void From_another_assembly_through_a_third()
    {
        MetadataReference library = GeneratorHarness.Run(Variant, TestModels.Residual).ToReference();
        const string third = "[ModelFrom(typeof(Variant)), Weights(Bits = 1)]\npublic sealed partial class Third;";

        GeneratorHarness.Run([third, Usage.Of("Third")], [library]).AssertCompiles();
    }

    /// <summary>The compiler does not show other assemblies' private members: no layer must be lost without a word.</summary>
    [Theory]
    [InlineData("internal")]
    [InlineData("private")]
    public void From_another_assembly_with_a_hidden_layer(string accessibility)
    {
        MetadataReference library = GeneratorHarness.Run(WithConv1(accessibility)).ToReference();
        CompilationResult result = GeneratorHarness.Run([Variant], [library]);

        Assert.Equal(
            "QDSL0108: Variant cannot be based on Residual: its layer Conv1 is not public in its own assembly; make it public there",
            string.Join("\n", result.Findings.Select(finding => $"{finding.Id}: {finding.GetMessage()}")));
        result.AssertNoCompilerErrors();
    }

    [Fact]
    public void From_another_assembly_with_a_protected_layer()
    {
        string source = WithConv1("protected");
        MetadataReference library = GeneratorHarness.Run(source).ToReference();
        CompilationResult here = GeneratorHarness.Run(Variant, source);
        CompilationResult there = GeneratorHarness.Run([Variant], [library]).AssertCompiles();

        Assert.Equal(here.Tree("Models.Variant.Model.g.cs").ToString(), there.Tree("Models.Variant.Model.g.cs").ToString());
    }

    private static string WithConv1(string accessibility) => TestModels.Residual
        .Replace("public partial Layer Conv1", $"{accessibility} partial Layer Conv1")
        .Replace("public sealed", "public");
}
