using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks;

/// <summary>Users decide what they see: by pragma, and by severity as an .editorconfig sets it.</summary>
public sealed class SuppressionTests
{
    private const string Pooled = """
        [QuantModel(1, 13, 13), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Conv2d(4, 3), MaxPool2d(2)] public partial Layer Conv1 { get; }
            [Linear(10)] public partial Layer Out { get; }
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

    [Theory]
    [InlineData(ReportDiagnostic.Suppress, null)]
    [InlineData(ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    [InlineData(ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    public void Severity_of_the_users_choice(ReportDiagnostic choice, DiagnosticSeverity? severity)
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(Pooled);
        CSharpCompilationOptions options = compilation.Options
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSyntaxTreeOptionsProvider(new EditorConfig("QDSL0206", choice));

        Assert.Equal(severity, GeneratorHarness.Run(compilation.WithOptions(options)).Findings.SingleOrDefault()?.Severity);
    }

    private sealed class EditorConfig(string id, ReportDiagnostic choice) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellation, out ReportDiagnostic severity)
        {
            severity = choice;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellation, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
