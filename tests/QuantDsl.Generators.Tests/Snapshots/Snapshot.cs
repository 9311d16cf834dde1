using ApprovalTests;
using ApprovalTests.Core;
using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Snapshots;

/// <summary>
/// Generated files compared with those beside the tests, called and placed as Verify does it: <c>Class.Method#Hint.verified.cs</c>.
/// To accept what is generated now, run the tests once with QUANTDSL_ACCEPT=1 and read the difference in git.
/// </summary>
internal static class Snapshot
{
    private const string AcceptVariable = "QUANTDSL_ACCEPT";
    private const string Command = $"{AcceptVariable}=1 dotnet test tests/QuantDsl.Generators.Tests --filter Snapshot";

    private static bool Accepts => Environment.GetEnvironmentVariable(AcceptVariable) == "1";

    private static string Folder { get; } = Path.Combine(Project.Directory, "Snapshots");

    /// <summary>Compares every generated file, and asserts that no snapshot is left over.</summary>
    /// <param name="test">Class and method, such as <c>SnapshotTests.LeNet5</c>.</param>
    /// <param name="files">The generated files.</param>
    public static void Verify(string test, IReadOnlyCollection<GeneratedSourceResult> files)
    {
        Assert.NotEmpty(files);
        var problems = new List<string>();
        foreach (GeneratedSourceResult file in files)
            problems.AddRange(Compare(Name(test, file), $"//HintName: {file.HintName}\n{file.SourceText}", "cs"));
        problems.AddRange(LeftOver(test, files));
        if (problems.Count > 0)
            Assert.Fail($"{string.Join("\n\n", problems)}\n\nIf this is intended: {Command}, then read git diff.");
    }

    /// <summary>Compares a text that is no source file.</summary>
    /// <param name="test">Class and method.</param>
    /// <param name="text">The text.</param>
    public static void Verify(string test, string text)
    {
        if (Compare(test, text, "txt").FirstOrDefault() is { } problem)
            Assert.Fail($"{problem}\n\nIf this is intended: {Command}, then read git diff.");
    }

    private static IEnumerable<string> Compare(string name, string text, string ending)
    {
        var reporter = new DifferenceReporter(Accepts);
        try
        {
            Approvals.Verify(new VerifyFiles(text, ending), new Namer(Folder, name), reporter);
        }
        catch (ApprovalTests.Core.Exceptions.ApprovalException) when (reporter.Difference is not null)
        {
        }
        return reporter.Difference is { } difference ? [difference] : [];
    }

    private static IEnumerable<string> LeftOver(string test, IEnumerable<GeneratedSourceResult> files)
    {
        HashSet<string> expected = [.. files.Select(file => $"{Name(test, file)}.verified.cs")];
        foreach (string path in Directory.EnumerateFiles(Folder, $"{test}#*.verified.cs"))
        {
            if (expected.Contains(Path.GetFileName(path)))
                continue;
            if (Accepts)
                File.Delete(path);
            else
                yield return $"{Path.GetFileName(path)} is no longer generated.";
        }
    }

    private static string Name(string test, GeneratedSourceResult file) => $"{test}#{Path.GetFileNameWithoutExtension(file.HintName)}";

    private sealed record Namer(string SourcePath, string Name) : IApprovalNamer;
}
