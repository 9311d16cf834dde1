using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks;

/// <summary>Every descriptor: exact place and text where it is reported, silence beside it, and no errors of C# on top.</summary>
public sealed class DiagnosticTests
{
    private static readonly DiagnosticCase[] Reported =
    [
        .. StructureCases.Reported, .. ShapeCases.Reported, .. QuantizerCases.Reported, .. RecipeCases.Reported,
        .. FrozenCases.Reported, .. AdviceCases.Reported, .. BudgetCases.Reported, .. PredictionCases.Reported,
    ];

    private static readonly DiagnosticCase[] NotReported =
    [
        .. StructureCases.NotReported, .. ShapeCases.NotReported, .. QuantizerCases.NotReported, .. RecipeCases.NotReported,
        .. FrozenCases.NotReported, .. AdviceCases.NotReported, .. BudgetCases.NotReported, .. PredictionCases.NotReported,
    ];

    public static TheoryData<string> ReportedNames => [.. Reported.Select(@case => @case.ToString())];

    /// <summary>All but the declarations into which nothing can be generated.</summary>
    public static TheoryData<string> CompilingNames =>
        [.. Reported.Where(@case => @case.CompilerErrors.Length == 0 && !@case.OnlyPredicts).Select(@case => @case.ToString())];

    public static TheoryData<string> NotReportedNames => [.. NotReported.Select(@case => @case.ToString())];

    public static TheoryData<string> Ids => [.. Descriptors.ById.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ReportedNames))]
    public void Reports_where_and_what(string name)
    {
        DiagnosticCase @case = Reported.Single(@case => @case.ToString() == name);
        var markup = Markup.Parse(@case.Source);
        CompilationResult result = Run(@case, markup.Source);

        Assert.Contains(markup.Marks, mark => mark.Id == @case.Id);
        Assert.Equal(markup.Marks.Count, @case.Messages.Length);
        IEnumerable<string> expected = markup.Marks.Zip(
            @case.Messages, (mark, message) => Line(markup.Source, mark.Start, mark.Length, mark.Id, message));
        Assert.Equal(Text(expected), Text(Findings(markup.Source, result, @case.Id)));
        Assert.Equal(@case.CompilerErrors, result.CompilerErrors.Select(error => error.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(result.GeneratorProblems);
        bool endsBuild = @case.CompilerErrors.Contains("CS9248") && markup.Marks.Any(mark => mark.Id is "QDSL0101" or "QDSL0102");
        Assert.Equal(endsBuild ? Lines(result.Findings) : [], Lines(result.GeneratorFindings));
    }

    private static CompilationResult Run(DiagnosticCase @case, string source) =>
        @case.OnlyPredicts ? GeneratorHarness.RunForPrediction([source]) : GeneratorHarness.Run(source);

    private static IEnumerable<string> Lines(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics
            .Select(diagnostic => $"{diagnostic.Location.SourceSpan} {diagnostic.Id} {diagnostic.GetMessage()}")
            .Order(StringComparer.Ordinal);

    /// <summary>An error in a declaration must not bury the user under missing members wherever the model is used.</summary>
    [Theory]
    [MemberData(nameof(CompilingNames))]
    public void Users_of_the_model_compile(string name)
    {
        DiagnosticCase @case = Reported.Single(@case => @case.ToString() == name);
        string declaration = Markup.Parse(@case.Source).Source;
        string usage = Usage.Of(@case.Model, usesMembers: @case.HasAllMembers, usesOut: declaration.Contains("partial Layer Out {"));
        GeneratorHarness.Run(declaration, usage).AssertNoCompilerErrors();
    }

    [Theory]
    [MemberData(nameof(NotReportedNames))]
    public void Is_silent_beside_it(string name)
    {
        DiagnosticCase @case = NotReported.Single(@case => @case.ToString() == name);
        string source = GeneratorHarness.WithPrelude(@case.Source);
        CompilationResult result = Run(@case, source);

        Assert.Equal("", Text(Findings(source, result, @case.Id)));
        result.AssertCompiles();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_both_tests_and_a_release_row(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.ById[id];
        string row = $"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}";
        string releases = Project.Read("generators", "QuantDsl.Generators", "Diagnostics", "AnalyzerReleases.Unshipped.md")
            + Project.Read("generators", "QuantDsl.Generators", "Diagnostics", "AnalyzerReleases.Shipped.md");

        Assert.True(Reported.Any(@case => @case.Id == id), $"No test in Checks/ shows where {id} is reported.");
        Assert.True(NotReported.Any(@case => @case.Id == id), $"No test in Checks/ shows a declaration just beside {id}.");
        Assert.Contains(row, releases.Replace("\r\n", "\n").Split('\n'));
    }

    [Fact]
    public void Analyzer_and_table_know_every_descriptor()
    {
        IEnumerable<object?> fields = typeof(Descriptors).GetFields().Select(field => field.GetValue(null));
        string[] ids = [.. fields.OfType<DiagnosticDescriptor>().Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal)];

        Assert.Equal(ids, Descriptors.ById.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ids, new QuantModelAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id));
    }

    [Fact]
    public void Texts_do_not_depend_on_the_culture()
    {
        DiagnosticCase[] withNumbers = [.. Reported.Where(@case => @case.Messages.Any(message => message.Contains("-0.")))];
        Assert.NotEmpty(withNumbers);
        Cultures.With(Cultures.Swedish, () =>
        {
            foreach (DiagnosticCase @case in withNumbers)
            {
                var markup = Markup.Parse(@case.Source);
                IEnumerable<string> expected = markup.Marks.Zip(
                    @case.Messages, (mark, message) => Line(markup.Source, mark.Start, mark.Length, mark.Id, message));
                Assert.Equal(Text(expected), Text(Findings(markup.Source, GeneratorHarness.Run(markup.Source), @case.Id)));
            }
            return true;
        });
    }

    /// <summary>
    /// What is reported, as lines. Advice counts where a case is about it: the others are as short as they can be, not good networks.
    /// </summary>
    private static IEnumerable<string> Findings(string source, CompilationResult result, string id)
    {
        IEnumerable<Diagnostic> ordered = result.Findings
            .Where(finding => finding.Id == id || finding.DefaultSeverity == DiagnosticSeverity.Error)
            .OrderBy(finding => finding.Location.SourceSpan.Start).ThenByDescending(finding => finding.Location.SourceSpan.Length);
        return ordered.Select(finding =>
            Line(source, finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length, finding.Id, finding.GetMessage()));
    }

    private static string Line(string source, int start, int length, string id, string message)
    {
        string before = source[..start];
        int line = before.Count(character => character == '\n') + 1;
        int column = start - before.LastIndexOf('\n');
        return $"({line},{column}) {id} at '{source.Substring(start, length)}': {message}";
    }

    private static string Text(IEnumerable<string> lines) => string.Join("\n", lines);
}
