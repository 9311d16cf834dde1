using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using QuantDsl.Generators;
using QuantDsl.Generators.Tests.Checks;

namespace QuantDsl.Package.Tests;

/// <summary>The broken models of the diagnostics' own tests, built against the package: every ID reaches the user.</summary>
[Collection(nameof(PackageCollection))]
[Trait("Category", "Slow")]
public sealed partial class BrokenConsumerTests(PackageFixture package)
{
    /// <summary>
    /// An error of C# in a declaration ends a build before any analyzer's report (an editor shows both), so such cases are left out, and
    /// what they alone show is declared here without partial properties.
    /// </summary>
    private static readonly DiagnosticCase[] Cases =
    [
        .. typeof(DiagnosticCase).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(DiagnosticCase).Namespace && type.Name.EndsWith("Cases", StringComparison.Ordinal))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type => (IEnumerable<DiagnosticCase>)type.GetProperty("Reported")!.GetValue(null)!)
            .Where(@case => @case.CompilerErrors.Length == 0 && !@case.OnlyPredicts),
        new("QDSL0101", "class without partial", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed class {|QDSL0101:Net|}
            {
                [Linear(2)] public Layer {|QDSL0103:Out|} => null!;
            }
            """),
        new("QDSL0102", "abstract class", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public abstract partial class {|QDSL0102:Net|}
            {
                [Linear(2)] public Layer {|QDSL0103:Out|} => null!;
            }
            """),
    ];

    private const string OnlyWhereItPredicts = "QDSL0601";

    [Fact]
    public void Every_id_is_shown_where_it_belongs()
    {
        ImmutableArray<DiagnosticDescriptor> descriptors = new QuantModelAnalyzer().SupportedDiagnostics;
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Cases.Length; i++)
        {
            string file = $"Case{i}.cs";
            string source = MarkBegin().Replace(Cases[i].Source, "").Replace("|}", "", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(package.Consumer("Broken"), file), $"using QuantDsl;\n\nnamespace Case{i};\n\n{source}\n");
            expected.UnionWith(MarkBegin().Matches(Cases[i].Source).Select(mark => $"{file} {mark.Groups[1].Value}"));
        }

        // A build prints no suggestion.
        IEnumerable<DiagnosticDescriptor> suggestions = descriptors
            .Where(descriptor => descriptor.DefaultSeverity == DiagnosticSeverity.Info);
        File.WriteAllText(
            Path.Combine(package.Consumer("Broken"), ".editorconfig"),
            "[*.cs]\n" + string.Concat(suggestions.Select(descriptor => $"dotnet_diagnostic.{descriptor.Id}.severity = warning\n")));

        DotnetResult result = package.Dotnet("Broken", "build").AssertFails();
        (string File, string Severity, string Id)[] shown = Shown().Matches(result.Output)
            .Select(match => (File: match.Groups[1].Value, Severity: match.Groups[2].Value, Id: match.Groups[3].Value))
            .Distinct().ToArray();
        string[] pages = [.. Linked().Matches(result.Output).Select(match => new Uri(match.Groups[2].Value).LocalPath).Distinct()];
        Assert.Equal(shown.Select(one => one.Id).Distinct().Order(), pages.Select(page => Path.GetFileNameWithoutExtension(page)).Order());
        Assert.All(pages, page => Assert.True(File.Exists(page), page));
        IEnumerable<string> missing = expected.Except(shown.Select(one => $"{one.File} {one.Id}"));
        // Advice beside an error is not marked.
        IEnumerable<string> unexpected = shown.Where(one => one.Severity == "error").Select(one => $"{one.File} {one.Id}").Except(expected);

        Assert.True(
            !missing.Any() && !unexpected.Any(),
            $"missing: {string.Join(", ", missing)}\nunexpected: {string.Join(", ", unexpected)}\n{result.Output}");
        Assert.Equal(
            Sorted(descriptors.Select(descriptor => descriptor.Id)), Sorted([.. shown.Select(one => one.Id), OnlyWhereItPredicts]));
    }

    /// <summary>A model cannot be made where only the runtime is referenced.</summary>
    [Fact]
    public void Making_a_model_is_an_error_where_it_only_predicts() =>
        package.Dotnet("Device", "build -p:DefineConstants=MAKES").AssertFails()
            .AssertSays($"error {OnlyWhereItPredicts}: Net cannot be made here");

    private static IEnumerable<string> Sorted(IEnumerable<string> ids) => ids.Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\|(QDSL\d{4}):")]
    private static partial Regex MarkBegin();

    /// <summary>A message ends with the link to its help page.</summary>
    [GeneratedRegex(@"(QDSL\d{4}): [^\n]* \((file:[^)]*/help/\1\.md)\)")]
    private static partial Regex Linked();

    [GeneratedRegex(@"(Case\d+\.cs)\(\d+,\d+\): (error|warning) (QDSL\d{4}): ")]
    private static partial Regex Shown();
}
