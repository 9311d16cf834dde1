using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>
/// Microsoft's test of code fixes with the generator at work: one by one, and all of a document, or of several in a project; both must give
/// the same. What comes out must compile.
/// </summary>
internal sealed class FixTest<TFix> : CSharpCodeFixTest<QuantModelAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    private static readonly string[] Advice = ["QDSL0206", "QDSL0209", "QDSL0223", "QDSL0405"];

    /// <summary>The references are the running framework's, as in all tests.</summary>
    private static readonly ReferenceAssemblies NothingToDownload = new("net10.0");

    private FixTest()
    {
        ReferenceAssemblies = NothingToDownload;
        TestState.AdditionalReferences.AddRange(References.All);
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck;
        CompilerDiagnostics = CompilerDiagnostics.None; // broken models; what is fixed is compiled in Run
        DisabledDiagnostics.AddRange(Advice.Except(new TFix().FixableDiagnosticIds));
    }

    /// <summary>Runs the fixer on sources with marked diagnostics.</summary>
    /// <param name="sources">The files before.</param>
    /// <param name="expected">The files after; marks show what is left.</param>
    /// <param name="title">What the user reads; null if nothing may be offered.</param>
    /// <param name="index">Which of several offers is taken.</param>
    /// <param name="compiles">Whether the outcome is to be compiled.</param>
    /// <param name="compiler">Whether errors of C# are marked and fixed.</param>
    public static async Task Run(
        string[] sources, string[] expected, string? title, int index = 0, bool compiles = true, bool compiler = false)
    {
        string? offered = null;
        var test = new FixTest<TFix> { CodeActionIndex = index, CodeActionVerifier = (action, _) => offered ??= action.Title };
        if (compiler)
            test.CompilerDiagnostics = CompilerDiagnostics.Errors;
        test.CodeFixTestBehaviors = Scopes(sources);
        test.TestState.Sources.AddRange(Files(sources));
        test.FixedState.Sources.AddRange(Files(expected));
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        await test.RunAsync();

        Assert.Equal(title, offered);
        if (compiles)
            GeneratorHarness.Run([.. expected.Select(source => Markup.Parse(source).Source)]).AssertNoCompilerErrors();
    }

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(QuantModelGenerator)];

    protected override ParseOptions CreateParseOptions() => GeneratorHarness.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() =>
        ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable);

    /// <summary>Every pass compiles: no more of them than a case can tell apart.</summary>
    private static CodeFixTestBehaviors Scopes(string[] sources) =>
        sources.Length > 1 ? CodeFixTestBehaviors.SkipFixAllInSolutionCheck
        : Markup.Parse(sources[0]).Marks.Count > 1
            ? CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck
        : CodeFixTestBehaviors.SkipFixAllCheck;

    private static IEnumerable<(string Name, SourceText Text)> Files(string[] sources) =>
        sources.Select((source, index) => ($"Source{index}.cs", SourceText.From(GeneratorHarness.WithPrelude(source), Encoding.UTF8)));
}
