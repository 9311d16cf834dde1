using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace QuantDsl.Generators.Tests.Harness;

/// <summary>Compiles source text with the generator and the analyzer as strictly as can be: level 9999, nullable, documentation.</summary>
internal static class GeneratorHarness
{
    /// <summary>The tests' models are not documented; generated code is.</summary>
    private const string Pragma = "#pragma warning disable CS1591\n";
    private const string Prelude = "using QuantDsl;\n\nnamespace Models;\n\n";

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>Runs the compiler on source files; one without <c>using QuantDsl;</c> gets it, and the namespace Models.</summary>
    public static CompilationResult Run(params string[] sources) => Run(sources, []);

    /// <summary>Runs the compiler with further references.</summary>
    public static CompilationResult Run(string[] sources, IEnumerable<MetadataReference> references) =>
        Run(Compilation(sources).AddReferences(references));

    /// <summary>Runs the compiler where only the runtime is referenced.</summary>
    public static CompilationResult RunForPrediction(string[] sources, params IEnumerable<MetadataReference> references) =>
        Run(Compilation(sources).WithReferences([.. References.ForPrediction, .. references]));

    /// <summary>Runs the compiler on a compilation.</summary>
    public static CompilationResult Run(CSharpCompilation input)
    {
        GeneratorDriver driver = Driver()
            .RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> problems);
        ImmutableArray<Diagnostic> findings = output
            .WithAnalyzers([new QuantModelAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        GeneratorRunResult run = driver.GetRunResult().Results.Single();
        ImmutableArray<Diagnostic> reported = [.. problems.Where(problem => problem.Id.StartsWith("QDSL", StringComparison.Ordinal))];
        return new CompilationResult((CSharpCompilation)output, run.GeneratedSources, findings, problems.RemoveRange(reported), reported);
    }

    /// <summary>A driver; one that tracks steps also keeps what went into them.</summary>
    public static GeneratorDriver Driver(bool trackSteps = true) => CSharpGeneratorDriver.Create(
        [new QuantModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackSteps));

    /// <summary>The compilation that the generator gets.</summary>
    public static CSharpCompilation Compilation(params string[] sources) => CSharpCompilation.Create(
        "Models",
        sources.Select((source, index) => Parse(source, $"Source{index}.cs")),
        References.All,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            generalDiagnosticOption: ReportDiagnostic.Error,
            warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>One source file with the prelude that most tests leave out.</summary>
    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(WithPrelude(source), Encoding.UTF8), ParseOptions, path);

    /// <summary>The text that is compiled.</summary>
    public static string WithPrelude(string source)
    {
        string text = source.Replace("\r\n", "\n");
        if (text.StartsWith(Pragma, StringComparison.Ordinal))
            return text;
        return Pragma + (text.Contains("using QuantDsl;") ? text : Prelude + text);
    }

}
