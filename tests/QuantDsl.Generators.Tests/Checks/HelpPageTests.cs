using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
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

    [Fact]
    public void No_page_is_left_over() => Assert.Equal(
        Descriptors.ById.Keys.Order(StringComparer.Ordinal),
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
}
