using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.Generators.Tests.Harness;

/// <summary>What the generator and the analyzer made of some source files.</summary>
/// <param name="Output">The user's and the generated files.</param>
/// <param name="Generated">The generated files.</param>
/// <param name="Findings">What the analyzer reported.</param>
/// <param name="GeneratorProblems">What the driver reported about a generator that threw.</param>
/// <param name="GeneratorFindings">What the generator reported itself.</param>
internal sealed record CompilationResult(
    CSharpCompilation Output,
    ImmutableArray<GeneratedSourceResult> Generated,
    ImmutableArray<Diagnostic> Findings,
    ImmutableArray<Diagnostic> GeneratorProblems,
    ImmutableArray<Diagnostic> GeneratorFindings)
{
    /// <summary>Files that a failure prints: the first usually says it all.</summary>
    private const int MostFiles = 2;

    /// <summary>Errors of the C# compiler; all warnings are errors.</summary>
    public IReadOnlyList<Diagnostic> CompilerErrors => Errors(Output);

    public SyntaxTree Tree(string hintName) => Generated.Single(source => source.HintName == hintName).SyntaxTree;

    /// <summary>The generated files whose name ends so.</summary>
    public IEnumerable<SyntaxTree> Trees(string ending) =>
        Generated.Where(source => source.HintName.EndsWith(ending, StringComparison.Ordinal)).Select(source => source.SyntaxTree);

    /// <summary>
    /// Asserts that the models are accepted, advice aside, and that everything compiles, with and without checked arithmetic.
    /// </summary>
    /// <param name="isArithmeticTheSame">Whether only names differ from other tests' models, so that once is enough.</param>
    public CompilationResult AssertCompiles(bool isArithmeticTheSame = false)
    {
        IEnumerable<Diagnostic> serious = Findings.Where(finding => finding.DefaultSeverity == DiagnosticSeverity.Error);
        CSharpCompilation @checked = Output.WithOptions(Output.Options.WithOverflowChecks(true));
        using var assembly = new MemoryStream();
        AssertNone([.. GeneratorProblems, .. serious, .. EmitErrors(assembly), .. isArithmeticTheSame ? [] : Errors(@checked)]);
        return this;
    }

    /// <summary>Asserts that the C# compiler has nothing to say; the analyzer may.</summary>
    public void AssertNoCompilerErrors() => AssertNone([.. GeneratorProblems, .. CompilerErrors]);

    /// <summary>The compiled assembly as a reference for another compilation.</summary>
    public MetadataReference ToReference()
    {
        using var assembly = new MemoryStream();
        AssertNone(EmitErrors(assembly));
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }

    private void AssertNone(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        if (diagnostics.Count > 0)
            Assert.Fail(Explain(diagnostics));
    }

    private string Explain(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var text = new StringBuilder("Expected no diagnostics, but got:\n");
        foreach (Diagnostic diagnostic in diagnostics)
            text.Append("  ").Append(diagnostic).Append('\n');
        IEnumerable<SyntaxTree> blamed = diagnostics.Select(diagnostic => diagnostic.Location.SourceTree).OfType<SyntaxTree>();
        foreach (SyntaxTree tree in blamed.Distinct().Take(MostFiles))
            text.Append('\n').Append(tree.FilePath).Append(":\n").Append(Numbered(tree.ToString()));
        return text.ToString();
    }

    private static string Numbered(string source) => string.Concat(source.Split('\n').Select((line, index) => $"{index + 1,5}  {line}\n"));

    private List<Diagnostic> EmitErrors(Stream assembly) => [.. Output.Emit(assembly).Diagnostics.Where(IsSerious)];

    private static List<Diagnostic> Errors(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics().Where(IsSerious)];

    private static bool IsSerious(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning;
}
