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
            .AssertSays("error QDSL0001: QuantDsl's ").AssertSays(message)
            .AssertDoesNotSay("error CS").AssertDoesNotSay("CS9057");
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
