using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QuantDsl.Generators.Tests.Fuzz.Cases;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Fuzz.Checking;

/// <summary>
/// Compiles cases with a generator and checks them. Many share one compilation, which is several times faster; each then has a namespace of
/// its own, by which its diagnostics are found again. Cases can still get into each other's way, so sharing only ever acquits: when
/// anything in a batch looks wrong, every member is checked again alone, and only that counts.
/// </summary>
internal sealed class CaseChecker(IIncrementalGenerator generator)
{
    /// <summary>Far above what any case needs, on a busy machine too; a case that never ends must not stop the tests.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reading and binding the references is the dear part of a compilation; all cases share it.</summary>
    private static readonly CSharpCompilation Empty = Prepare();

    public IReadOnlyList<CaseResult> Check(IReadOnlyList<FuzzCase> cases)
    {
        if (cases.Count > 1 && InTime(cases) is { } results && results.All(result => result.Violation is null))
            return results;
        return [.. cases.Select(Check)];
    }

    public CaseResult Check(FuzzCase one) =>
        InTime([one])?[0]
        ?? new CaseResult(
            new Violation("not done in time", $"More than {Limit.TotalSeconds} seconds."), false, ImmutableHashSet<string>.Empty);

    /// <summary>Null when it takes too long; the thread is given up.</summary>
    private CaseResult[]? InTime(IReadOnlyList<FuzzCase> cases)
    {
        Task<CaseResult[]> work = Task.Factory.StartNew(
            () => Compile(cases), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return work.Wait(Limit * cases.Count) ? work.Result : null;
    }

    private CaseResult[] Compile(IReadOnlyList<FuzzCase> cases)
    {
        CSharpCompilation input = Empty.AddSyntaxTrees(cases.Select((@case, index) => Parse(@case.Render(Space(index)), Space(index))));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: GeneratorHarness.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> reported);
        ImmutableArray<Diagnostic> problems = [.. reported.Where(IsCSharps)]; // those of the language are the analyzer's too
        bool isAlone = cases.Count == 1;
        ILookup<string, Diagnostic> before = ByCase(input.GetDiagnostics().Where(IsSerious), isAlone);
        // Of a file that does not compile by itself only the analyzer's word counts: to bind what was generated for it would be half of the
        // work.
        ImmutableHashSet<string> broken =
        [
            .. input.SyntaxTrees
                .Where(tree => !Invariants.CompilesAlone(before[tree.FilePath], input, tree))
                .Select(tree => tree.FilePath),
        ];
        ImmutableArray<Diagnostic> all =
        [
            .. Diagnose(output.RemoveSyntaxTrees(output.SyntaxTrees.Where(tree => broken.Contains(CaseOf(tree, isAlone))))),
            .. Diagnose(input.RemoveSyntaxTrees(input.SyntaxTrees.Where(tree => !broken.Contains(tree.FilePath))))
                .Where(diagnostic => !IsCSharps(diagnostic)),
        ];
        ILookup<string, Diagnostic> found = ByCase(all.Where(diagnostic => !IsCSharps(diagnostic)), isAlone);
        ILookup<bool, Diagnostic> after = all.Where(IsCSharps).Where(IsSerious)
            .ToLookup(error => input.ContainsSyntaxTree(error.Location.SourceTree));
        ILookup<string, Diagnostic> ofUser = ByCase(after[true], isAlone);
        ILookup<string, Diagnostic> generated = ByCase(after[false], isAlone);
        return
        [
            .. input.SyntaxTrees.Select(tree => Invariants.Check(new CaseDiagnostics(
                output, tree, !broken.Contains(tree.FilePath), problems,
                Of(found, tree), [.. ofUser[tree.FilePath]], Of(generated, tree)))),
        ];
    }

    private static ImmutableArray<Diagnostic> Diagnose(Compilation compilation)
    {
        var options = new CompilationWithAnalyzersOptions(
            new([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers([new QuantModelAnalyzer()], options)
            .GetAllDiagnosticsAsync(CancellationToken.None)
            .GetAwaiter().GetResult();
    }

    /// <summary>Those of a case and those that nobody owns: they make everybody suspect.</summary>
    private static IReadOnlyList<Diagnostic> Of(ILookup<string, Diagnostic> diagnostics, SyntaxTree tree) =>
        [.. diagnostics[tree.FilePath], .. diagnostics[""]];

    /// <summary>One thread a compilation: several compile at a time.</summary>
    private static CSharpCompilation Prepare()
    {
        CSharpCompilation empty = GeneratorHarness.Compilation();
        return empty.WithOptions(empty.Options.WithConcurrentBuild(false));
    }

    private static string Space(int index) => $"Fuzz{index}";

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), GeneratorHarness.ParseOptions, path);

    private static ILookup<string, Diagnostic> ByCase(IEnumerable<Diagnostic> diagnostics, bool isAlone) =>
        diagnostics.ToLookup(diagnostic => CaseOf(diagnostic.Location.SourceTree, isAlone));

    /// <summary>By the path of the user's file; a generated file's name begins with the namespace, which is the same.</summary>
    private static string CaseOf(SyntaxTree? tree, bool isAlone)
    {
        string space = isAlone ? Space(0) : Path.GetFileName(tree?.FilePath ?? "").Split('.')[0];
        return space.StartsWith("Fuzz", StringComparison.Ordinal) ? space : "";
    }

    private static bool IsCSharps(Diagnostic diagnostic) => diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);

    private static bool IsSerious(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning;
}
