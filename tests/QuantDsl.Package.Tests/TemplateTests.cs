namespace QuantDsl.Package.Tests;

/// <summary>The templates as their user meets them: installed from the package, instantiated, built and run.</summary>
[Collection(nameof(PackageCollection))]
[Trait("Category", "Slow")]
public sealed class TemplateTests(PackageFixture package)
{
    /// <summary>Installs nothing for the user who runs the tests.</summary>
    private string Hive => $"--debug:custom-hive \"{Path.Combine(package.Root, "hive")}\"";

    [Fact]
    public void Both_templates_are_installed_and_do_what_they_say()
    {
        Run($"new install \"{package.PackageFile("QuantDsl.Templates")}\" {Hive}")
            .AssertSays("quantdsl-classifier").AssertSays("quantdsl-lib");

        // A point in the name, as in a company's; one bit, one epoch.
        Run($"new quantdsl-classifier -o Acme.Digits --bits 1 {Hive}");
        Run("run -c Release --project Acme.Digits -- 1").AssertDoesNotSay("warning")
            .AssertSays("of the test images are right").AssertSays("1 bits a weight: ").AssertSays("bytes in net.qdsl");
        Assert.True(File.Exists(Path.Combine(package.Root, "net.qdsl")));

        Run($"new quantdsl-lib -o Acme.Model {Hive}");
        Run("build Acme.Model").AssertDoesNotSay("warning");
        string model = File.ReadAllText(Path.Combine(package.Root, "Acme.Model", "Net.cs"));
        Assert.Contains("namespace Acme.Model;", model, StringComparison.Ordinal);
        Assert.Contains("[Weights(Bits = 2)]", model, StringComparison.Ordinal);
    }

    /// <summary>The README's program of one file: no project, the package named in it.</summary>
    [Fact]
    public void The_program_of_one_file_in_the_README_runs()
    {
        string readme = File.ReadAllText(Path.Combine(PackageFixture.Repository, "README.md"));
        int start = readme.IndexOf("#:package QuantDsl@", StringComparison.Ordinal);
        string program = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        Directory.CreateDirectory(Path.Combine(package.Root, "File"));
        File.WriteAllText(
            Path.Combine(package.Root, "File", "app.cs"),
            program.Replace("#:package QuantDsl@0.1.0", $"#:package QuantDsl@{package.Version}", StringComparison.Ordinal));

        Run("run File/app.cs").AssertSays("right: ");
    }

    private DotnetResult Run(string arguments) => Dotnet.Run(package.Root, arguments).AssertSucceeds();
}
