using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks;

/// <summary>Users decide what they see, in each of C#'s ways.</summary>
public sealed class SuppressionTests
{
    private const string Pooled = """
        [QuantModel(1, 13, 13), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Conv2d(4, 3), MaxPool2d(2), BatchNorm] public partial Layer Conv1 { get; }
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
        """;

    private const string OverBudget = """
        [QuantModel(8), Weights(Bits = 1), Budget(WeightBytes = 10), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
        """;

    [Fact]
    public void Pragma_around_the_layer()
    {
        string silenced = Pooled
            .Replace("    [Conv2d", "#pragma warning disable QDSL0206 // as in the paper\n    [Conv2d")
            .Replace("    [Linear", "#pragma warning restore QDSL0206\n    [Linear");

        Assert.Equal("QDSL0206", Assert.Single(GeneratorHarness.Run(Pooled).Findings).Id);
        Assert.Empty(GeneratorHarness.Run(silenced).AssertCompiles().Findings);
    }

    /// <summary>Also an error; what is over its budget is still a model.</summary>
    [Fact]
    public void Pragma_around_an_error()
    {
        string silenced = $"#pragma warning disable QDSL0501\n{OverBudget}";

        Assert.Equal("QDSL0501", Assert.Single(GeneratorHarness.Run(OverBudget).Findings).Id);
        CompilationResult result = GeneratorHarness.Run(silenced).AssertCompiles();
        Assert.Empty(result.Findings);
        Assert.Contains(result.Generated, file => file.HintName.EndsWith(".Update.g.cs", StringComparison.Ordinal));
    }

    /// <summary>On the layer, on the class, and for the whole assembly.</summary>
    [Theory]
    [InlineData("QDSL0206", Pooled, "    [Conv2d", "    [System.Diagnostics.CodeAnalysis.SuppressMessage(\"QuantDsl\", \"QDSL0206\")]\n    [Conv2d")]
    [InlineData("QDSL0501", OverBudget, "[QuantModel", "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"QuantDsl\", \"QDSL0501:Budget\")]\n[QuantModel")]
    public void SuppressMessage_attribute(string id, string source, string place, string attribute)
    {
        string assembly = $"[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"QuantDsl\", \"{id}\", Scope = \"module\")]";
        string global = $"{assembly}\nnamespace Models {{ using QuantDsl;\n{source}\n}}";

        Assert.Equal(id, Assert.Single(GeneratorHarness.Run(source).Findings).Id);
        Assert.Empty(GeneratorHarness.Run(source.Replace(place, attribute)).AssertCompiles().Findings);
        Assert.Empty(GeneratorHarness.Run(global).AssertCompiles().Findings);
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("silent", DiagnosticSeverity.Hidden)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("error", DiagnosticSeverity.Error)]
    public void Severity_in_an_editorconfig(string choice, DiagnosticSeverity? severity)
    {
        Assert.Equal(severity, Severity(Pooled, $"dotnet_diagnostic.QDSL0206.severity = {choice}"));
        Assert.Equal(severity, Severity(OverBudget, $"dotnet_diagnostic.QDSL0501.severity = {choice}"));
    }

    private static DiagnosticSeverity? Severity(string source, string line)
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(source);
        var config = AnalyzerConfigSet.Create<ImmutableArray<AnalyzerConfig>>(
            [AnalyzerConfig.Parse($"root = true\n[*.cs]\n{line}\n", "/.editorconfig")]);
        CSharpCompilationOptions options = compilation.Options
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSyntaxTreeOptionsProvider(new EditorConfig(config.GetOptionsForSourcePath("/Source0.cs")));
        return GeneratorHarness.Run(compilation.WithOptions(options)).Findings.SingleOrDefault()?.Severity;
    }

    private sealed class EditorConfig(AnalyzerConfigOptionsResult options) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellation, out ReportDiagnostic severity) =>
            options.TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellation, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
