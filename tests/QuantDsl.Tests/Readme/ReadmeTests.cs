using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Readme;

/// <summary>The README's example is samples/Quickstart, word for word, and it does what the README says.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_example_is_the_quickstart_sample()
    {
        string root = Metadata("RepositoryDirectory");
        string readme = File.ReadAllText(Path.Combine(root, "README.md"));
        Assert.Equal(File.ReadAllText(Path.Combine(root, "samples", "Quickstart", "Program.cs")), Example().Match(readme).Groups[1].Value);
    }

    [ConvolutionFact]
    [Trait("Category", "Slow")]
    public void The_example_trains_and_saves_a_model()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", ["exec", Metadata("Quickstart")])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith("layer", lines[0]);
        Match accuracy = Accuracy().Match(lines[^1]);
        Assert.True(accuracy.Success, lines[^1]);
        Assert.InRange(double.Parse(accuracy.Groups[1].Value, CultureInfo.InvariantCulture), 0.95, 1);
        Assert.Equal(["lenet5.safetensors"], folder.Files);
    }

    private static string Metadata(string key) =>
        typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^test accuracy: ([\d.]+)$")]
    private static partial Regex Accuracy();
}
