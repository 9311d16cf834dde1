using System.Globalization;
using System.Reflection;

namespace QuantDsl.Package.Tests;

/// <summary>
/// The packages, packed once, and a folder of their own outside the repository with the consumers in it. The packages of others come from
/// the user's own cache and sources, because libtorch is 500 MB; these packages' version is unique, so no older one can stand in for it.
/// </summary>
public sealed class PackageFixture : IDisposable
{
    private static readonly string[] Packages = ["QuantDsl.Runtime", "QuantDsl", "QuantDsl.Mpi", "QuantDsl.Templates"];

    private readonly string _version = "0.1.0-test." + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Packs and copies.</summary>
    public PackageFixture()
    {
        Root = Directory.CreateTempSubdirectory("quantdsl-package-").FullName;
        try
        {
            Pack();
            Isolate();
            CopyConsumers();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder of the consumers.</summary>
    internal string Root { get; }

    /// <summary>Where the packages lie, alone.</summary>
    internal string Feed => Path.Combine(Root, "feed");

    /// <summary>The folder of this repository.</summary>
    internal static string Repository => Path.Combine(Metadata("ProjectDirectory"), "..", "..");

    /// <summary>The file of a package.</summary>
    internal string PackageFile(string id) => Path.Combine(Feed, $"{id}.{_version}.nupkg");

    /// <summary>The version of the packages.</summary>
    internal string Version => _version;

    /// <summary>The runtime identifier in the name of libtorch's package.</summary>
    internal static string LibTorchSystem { get; } =
        OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

    /// <summary>The folder of a consumer.</summary>
    internal string Consumer(string name) => Path.Combine(Root, name);

    /// <summary>Runs <c>dotnet</c> in a consumer's folder.</summary>
    internal DotnetResult Dotnet(string consumer, string arguments, params (string Name, string Value)[] environment) =>
        Tests.Dotnet.Run(
            Consumer(consumer),
            arguments,
            [("QuantDslVersion", _version), ("LibTorchSystem", LibTorchSystem), ("LibTorchVersion", "2.10.0"), .. environment]);

    /// <inheritdoc/>
    public void Dispose()
    {
        string listed = Tests.Dotnet.Run(Root, "nuget locals global-packages --list").Output;
        string cache = listed[(listed.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        foreach (string id in Packages)
        {
            string unpacked = Path.Combine(cache, id.ToLowerInvariant(), _version);
            if (Directory.Exists(unpacked))
            {
                Directory.Delete(unpacked, recursive: true);
            }
        }

        Directory.Delete(Root, recursive: true);
    }

    /// <summary>From the outputs that the build of this project has made: others may still be building from the same folders.</summary>
    private void Pack()
    {
        foreach (string id in Packages)
        {
            string project = Path.Combine(Metadata("ProjectDirectory"), "..", "..", "src", id);
            string output = $"-o \"{Feed}\" -p:NuspecOutputPath=\"{Root}/nuspec/{id}/\"";
            Tests.Dotnet.Run(project, $"pack --no-build -c {Metadata("Configuration")} -p:Version={_version} {output}").AssertSucceeds();
        }
    }

    /// <summary>Nothing is inherited from folders above; the feed is added to the sources that the user has.</summary>
    private void Isolate()
    {
        foreach (string name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            File.WriteAllText(Path.Combine(Root, name), "<Project />");
        }

        File.WriteAllText(Path.Combine(Root, ".editorconfig"), "root = true\n");
        File.WriteAllText(Path.Combine(Root, "NuGet.config"), """
            <configuration>
              <packageSources>
                <add key="packed" value="feed" />
              </packageSources>
            </configuration>
            """);
    }

    private void CopyConsumers()
    {
        string source = Path.Combine(Metadata("ProjectDirectory"), "Consumers");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Root, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Metadata(string key) => typeof(PackageFixture).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
