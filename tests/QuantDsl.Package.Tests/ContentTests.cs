using System.IO.Compression;
using System.Xml.Linq;
using QuantDsl.Generators;

namespace QuantDsl.Package.Tests;

/// <summary>What lies in the package.</summary>
[Collection(nameof(PackageCollection))]
[Trait("Category", "Slow")]
public sealed class ContentTests(PackageFixture package)
{
    [Fact]
    public void One_package_holds_runtime_generator_and_fixers()
    {
        using ZipArchive archive = Open();
        IEnumerable<string> help = new QuantModelAnalyzer().SupportedDiagnostics.Select(descriptor => $"help/{descriptor.Id}.md");
        string[] expected =
        [
            "QuantDsl.nuspec",
            "README.md",
            "analyzers/dotnet/roslyn4.14/cs/QuantDsl.CodeFixes.dll",
            "analyzers/dotnet/roslyn4.14/cs/QuantDsl.Generators.dll",
            "buildTransitive/QuantDsl.targets",
            .. help,
            "lib/net10.0/QuantDsl.Runtime.dll",
            "lib/net10.0/QuantDsl.Runtime.xml",
            "lib/net10.0/QuantDsl.dll",
            "lib/net10.0/QuantDsl.xml",
        ];

        // The three others are the envelope of every package.
        IEnumerable<string> files = archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml");

        Assert.Equal(expected, files.Order(StringComparer.Ordinal));
    }

    /// <summary>The application chooses its libtorch.</summary>
    [Fact]
    public void It_depends_on_no_libtorch()
    {
        using ZipArchive archive = Open();
        using Stream nuspec = archive.GetEntry("QuantDsl.nuspec")!.Open();
        string[] dependencies = XDocument.Load(nuspec).Descendants()
            .Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).ToArray();

        Assert.Contains("TorchSharp", dependencies);
        Assert.Contains("Spectre.Console", dependencies);
        Assert.DoesNotContain(dependencies, id => id.Contains("libtorch", StringComparison.OrdinalIgnoreCase));

        // It lies in this package; one of that name there is not yet.
        Assert.DoesNotContain("QuantDsl.Runtime", dependencies);
    }

    private ZipArchive Open() => ZipFile.OpenRead(Assert.Single(Directory.GetFiles(package.Feed)));
}
