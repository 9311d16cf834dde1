using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Fuzz;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Lowering;

/// <summary>Behind every pass the programs and plans of many models keep what they must.</summary>
public sealed class VerifiedProgramsTests
{
    /// <summary>A partial property without its other part, which the generator would write.</summary>
    private const string MissingPart = "CS9248";

    private const int RandomDeclarations = 700;

    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Of_test_models(string name)
    {
        IReadOnlyList<LoweredModel> models = LoweredModel.AllOf(GeneratorHarness.Compilation(TestModels.All[name]));

        Assert.NotEmpty(models);
        foreach (LoweredModel model in models)
            model.Verify();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Of_random_declarations()
    {
        string[] sources = [.. Enumerable.Range(0, RandomDeclarations).Select(seed => Seeds.Declaration(seed).Render($"Space{seed}"))];
        CSharpCompilation compilation = GeneratorHarness.Compilation(sources);
        ImmutableHashSet<SyntaxTree> broken = [.. compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != MissingPart)
            .Select(diagnostic => diagnostic.Location.SourceTree).OfType<SyntaxTree>()];
        IReadOnlyList<LoweredModel> models = LoweredModel.AllOf(compilation.RemoveSyntaxTrees(broken));

        Assert.True(models.Count > RandomDeclarations / 4, $"Only {models.Count} of the declarations have kernels.");
        foreach (LoweredModel model in models)
            model.Verify();
    }
}
