using System.IO.Compression;
using System.Xml.Linq;
using QuantDsl.Generators;

namespace QuantDsl.Package.Tests;

/// <summary>What lies in the packages.</summary>
[Collection(nameof(PackageCollection))]
[Trait("Category", "Slow")]
public sealed class ContentTests(PackageFixture package)
{
    /// <summary>The runtime's assembly may have so many bytes.</summary>
    private const int MostBytes = 400_000;

    [Fact]
    public void The_runtimes_package_holds_the_generator_and_the_fixers()
    {
        IEnumerable<string> help = new QuantModelAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id).Prepend("QDSL0001")
            .Select(id => $"help/{id}.md");
        string[] expected =
        [
            "QuantDsl.Runtime.nuspec",
            "README.md",
            "analyzers/dotnet/roslyn4.14/cs/QuantDsl.CodeFixes.dll",
            "analyzers/dotnet/roslyn4.14/cs/QuantDsl.Generators.dll",
            "buildTransitive/net10.0/QuantDsl.Runtime.targets",
            .. help,
            "lib/net10.0/QuantDsl.Runtime.dll",
            "lib/net10.0/QuantDsl.Runtime.pdb",
            "lib/net10.0/QuantDsl.Runtime.xml",
        ];

        Assert.Equal(expected, Files("QuantDsl.Runtime"));
    }

    [Fact]
    public void The_other_package_holds_the_training_alone() => Assert.Equal(
        ["QuantDsl.nuspec", "README.md", "lib/net10.0/QuantDsl.dll", "lib/net10.0/QuantDsl.xml"], Files("QuantDsl"));

    [Fact]
    public void That_of_many_machines_holds_nothing_else() => Assert.Equal(
        ["QuantDsl.Mpi.nuspec", "README.md", "lib/net10.0/QuantDsl.Mpi.dll", "lib/net10.0/QuantDsl.Mpi.xml"], Files("QuantDsl.Mpi"));

    [Fact]
    public void The_templates_are_those_of_the_folder_with_this_version()
    {
        Assert.Equal(
            [
                "QuantDsl.Templates.nuspec", "README.md",
                "content/templates/classifier/.template.config/template.json", "content/templates/classifier/Net.cs",
                "content/templates/classifier/Program.cs", "content/templates/classifier/QuantDslClassifier.csproj",
                "content/templates/lib/.template.config/template.json", "content/templates/lib/Net.cs",
                "content/templates/lib/QuantDslLib.csproj",
            ],
            Files("QuantDsl.Templates"));
        Assert.Empty(Dependencies("QuantDsl.Templates"));
    }

    /// <summary>Whoever trains gets the generator through the runtime's package: nothing of it is excluded.</summary>
    [Fact]
    public void Dependencies_are_few()
    {
        Dictionary<string, string?> training = Dependencies("QuantDsl");

        // Versions of what TorchSharp depends on are pinned, so the package names them too.
        string[] pinned = [.. training.Keys.Where(name => name is "SharpZipLib" || name.StartsWith("SkiaSharp", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "Microsoft.Extensions.Logging.Abstractions", "QuantDsl.Runtime", "Sep", "Spectre.Console", "StbImageSharp", "TorchSharp",
            ],
            training.Keys.Except(pinned).Order(StringComparer.Ordinal));
        Assert.Null(training["QuantDsl.Runtime"]);
        Assert.Empty(Dependencies("QuantDsl.Runtime"));
        Assert.Null(Dependencies("QuantDsl.Mpi")["QuantDsl"]);
    }

    [Fact]
    public void The_runtime_is_small()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackageFile("QuantDsl.Runtime"));

        Assert.InRange(archive.GetEntry("lib/net10.0/QuantDsl.Runtime.dll")!.Length, 1, MostBytes);
    }

    /// <summary>Without the three files that are the envelope of every package.</summary>
    private IEnumerable<string> Files(string id)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackageFile(id));
        return
        [
            .. archive.Entries.Select(entry => entry.FullName)
                .Where(name => name != "[Content_Types].xml"
                    && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Each with what is excluded of it.</summary>
    private Dictionary<string, string?> Dependencies(string id)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackageFile(id));
        using Stream nuspec = archive.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("exclude")?.Value);
    }
}
