using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>The service in the README compiles where only the runtime and ASP.NET are referenced.</summary>
public sealed partial class ReadmeServiceTests
{
    /// <summary>What projects of the web SDK import.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.IO;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using QuantDsl;
        """;

    [Fact]
    public void The_service_compiles()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string aspNet = Path.Combine(framework, "..", "..", "Microsoft.AspNetCore.App", Path.GetFileName(framework));
        IEnumerable<MetadataReference> references = Directory.EnumerateFiles(aspNet, "*.dll").Select(path => MetadataReference.CreateFromFile(path));
        string service = Assert.Single(CSharp().Matches(Project.Read("README.md")), match => match.Value.Contains("WebApplication")).Groups[1].Value;
        CSharpCompilation compilation = GeneratorHarness.Compilation(service, ImplicitUsings)
            .WithReferences([.. References.ForPrediction, .. references]);

        GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication))).AssertCompiles();
        Assert.InRange(service.Split('\n').Length, 10, 36);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
