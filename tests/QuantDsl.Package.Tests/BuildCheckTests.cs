namespace QuantDsl.Package.Tests;

/// <summary>What QuantDsl.targets says in a consumer's build.</summary>
[Collection(nameof(PackageCollection))]
[Trait("Category", "Slow")]
public sealed class BuildCheckTests(PackageFixture package)
{
    private const string AotMessage = "QuantDsl: with NativeAOT's default instructions the weight update takes 2 to 4 times as long, and";

    [Theory]
    [InlineData("CompilerApiVersion=roslyn4.8", "needs the C# compiler (Roslyn) 4.14 or newer, but this build uses 4.8. Build with")]
    [InlineData("LangVersion=12", "need C# 13 or newer, but LangVersion is 12. Remove LangVersion")]
    [InlineData("LangVersion=7.3", "need C# 13 or newer, but LangVersion is 7.3. Remove LangVersion")]
    public void A_compiler_that_is_too_old_is_one_readable_error(string property, string message)
    {
        package.Dotnet("Broken", $"build -p:{property}").AssertFails()
            .AssertSays("error QDSL0001: QuantDsl's ").AssertSays(message).AssertSays(Path.Combine("help", "QDSL0001.md"))
            .AssertDoesNotSay("error CS").AssertDoesNotSay("CS9057");
    }

    [Fact]
    public void A_build_prints_the_help_page_of_a_diagnostic()
    {
        package.Dotnet("Broken", "build -t:QuantDslHelp -p:Id=QDSL0001").AssertSucceeds().AssertSays("# QDSL0001: The compiler is too old");
        package.Dotnet("Broken", "build -t:QuantDslHelp -p:Id=QDSL203").AssertFails()
            .AssertSays("There is no help page for 'QDSL203'").AssertSays("-p:Id=QDSL0203");
    }

    /// <summary>D2: both packages fit .NET 10 alone, and NuGet says so before anything is compiled.</summary>
    [Theory]
    [InlineData("Library", "QuantDsl", "net8.0")]
    [InlineData("Library", "QuantDsl", "net9.0")]
    [InlineData("Device", "QuantDsl.Runtime", "net9.0")]
    public void An_older_target_framework_is_refused_by_NuGet(string consumer, string id, string framework)
    {
        package.Dotnet(consumer, $"restore -p:TargetFramework={framework} -p:DisableImplicitFrameworkReferences=true").AssertFails()
            .AssertSays("error NU1202: Package " + id).AssertSays($"is not compatible with {framework}").AssertSays("supports: net10.0")
            .AssertDoesNotSay("QDSL0001").AssertDoesNotSay("error CS");
    }

    [Theory]
    [InlineData("-p:PublishAot=true -p:RuntimeIdentifier=linux-x64", true)]
    [InlineData("-p:PublishAot=true -p:RuntimeIdentifier=linux-x64 -p:IlcInstructionSet=native", false)]
    [InlineData("-p:PublishAot=true -p:RuntimeIdentifier=linux-arm64", false)]
    [InlineData("-p:RuntimeIdentifier=linux-x64", false)]
    public void NativeAot_with_the_oldest_instructions_is_told(string properties, bool isTold)
    {
        package.Dotnet("Broken", "restore").AssertSucceeds();
        DotnetResult result = package.Dotnet("Broken", $"msbuild -v:m -t:PrepareForPublish {properties}").AssertSucceeds();
        _ = isTold ? result.AssertSays(AotMessage).AssertDoesNotSay("warning") : result.AssertDoesNotSay(AotMessage);
    }
}
