using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks;

/// <summary>One page a descriptor, whose examples do what it says.</summary>
public sealed class HelpPageTests
{
    private static readonly string Folder =
        Path.Combine(Project.Directory, "..", "..", "generators", "QuantDsl.Generators", "Diagnostics", "Help");

    public static TheoryData<string> Ids => [.. Descriptors.ById.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_is_complete(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.ById[id];
        string page = Read(id);

        Assert.StartsWith($"# {id}: {descriptor.Title}\n\n", page, StringComparison.Ordinal);
        Assert.Contains($"Its severity is {descriptor.DefaultSeverity.ToString().ToLowerInvariant()}", page, StringComparison.Ordinal);
        Assert.Contains($"#pragma warning disable {id} ", Section(page, "Suppress"), StringComparison.Ordinal);
        Assert.Contains($"dotnet_diagnostic.{id}.severity = none\n", Section(page, "Suppress"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Wrong_is_wrong(string id)
    {
        CompilationResult result = Run(id, "Wrong");

        Assert.Equal(id, Assert.Single(result.Findings.Select(finding => finding.Id).Distinct()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Right_is_right(string id)
    {
        CompilationResult result = Run(id, "Right").AssertCompiles();

        Assert.Empty(result.Findings.Where(finding => finding.Id == id || finding.DefaultSeverity > DiagnosticSeverity.Info));
    }

    /// <summary>Visual Studio shows the description below an entry of its error list.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_is_the_description(string id)
    {
        string description = Descriptors.ById[id].Description.ToString(CultureInfo.InvariantCulture);

        Assert.StartsWith(Read(id).Split('\n')[2], description, StringComparison.Ordinal);
        Assert.Contains(Code(Read(id), "Right").Trim(), description, StringComparison.Ordinal);
        Assert.DoesNotContain("```", description, StringComparison.Ordinal);
        Assert.DoesNotContain("## Suppress", description, StringComparison.Ordinal);
    }

    /// <summary>The compiler writes the link behind the message; the package's targets say where the pages are.</summary>
    [Theory]
    [InlineData("/packages/quantdsl.runtime/help/", "file:///packages/quantdsl.runtime/help/QDSL0104.md")]
    [InlineData("/packages/with space/help/", "file:///packages/with%20space/help/QDSL0104.md")]
    [InlineData("", "")]
    public async Task Link_leads_to_the_page_in_the_package(string folder, string link)
    {
        var options = new AnalyzerOptions([], new ProjectOptions(folder));
        const string source = "[QuantModel(4), Weights(Bits = 1), CrossEntropy] partial class Net;";
        ImmutableArray<Diagnostic> findings = await GeneratorHarness.Compilation(source)
            .WithAnalyzers([new QuantModelAnalyzer()], options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);

        Diagnostic finding = Assert.Single(findings);
        Assert.Equal(("QDSL0104", link), (finding.Id, finding.Descriptor.HelpLinkUri));
    }

    /// <summary>That of QDSL0001, which the package's targets report, is no descriptor's.</summary>
    [Fact]
    public void No_page_is_left_over() => Assert.Equal(
        Descriptors.ById.Keys.Append("QDSL0001").Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Folder).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    /// <summary>The pages of 06xx are about projects that reference the runtime alone.</summary>
    private static CompilationResult Run(string id, string section)
    {
        string code = Code(Read(id), section);
        return id.StartsWith("QDSL06", StringComparison.Ordinal) ? GeneratorHarness.RunForPrediction([code]) : GeneratorHarness.Run(code);
    }

    private static string Read(string id) => File.ReadAllText(Path.Combine(Folder, $"{id}.md")).Replace("\r\n", "\n");

    private static string Section(string page, string title) =>
        Regex.Match(page, $"\n## {title}\n(.*?)(?=\n## |\\z)", RegexOptions.Singleline) is { Success: true } match
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"The page has no section '{title}'.");

    private static string Code(string page, string title) =>
        Regex.Match(Section(page, title), "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    /// <summary>What a project passes on to its analyzers.</summary>
    private sealed class ProjectOptions(string folder) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Folder(folder);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Folder(string folder) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.QuantDslHelpFolder" ? folder : null;
                return value is not null;
            }
        }
    }
}
