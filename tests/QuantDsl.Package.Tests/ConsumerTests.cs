namespace QuantDsl.Package.Tests;

/// <summary>Programs that use the package.</summary>
[Collection(nameof(PackageCollection))]
[Trait("Category", "Slow")]
public sealed class ConsumerTests(PackageFixture package)
{
    [Fact]
    public void A_program_trains_and_predicts()
    {
        BuildConsole();
        package.Dotnet("Console", "bin/Debug/net10.0/Console.dll").AssertSucceeds()
            .AssertSays("the loss falls: True\nlogits: 4x3\nbits: 2, 1\n");
    }

    /// <summary>App references Library alone, uses its model and declares one of its own.</summary>
    [Fact]
    public void A_program_that_gets_the_package_through_a_library_declares_models_too()
    {
        package.Dotnet("App", "build").AssertSucceeds();

        // The application has named no libtorch: the model says what to do, and takes one that the system finds.
        package.Dotnet("App", "bin/Debug/net10.0/App.dll").AssertFails()
            .AssertSays("bytes: 488 and 356\n")
            .AssertSays("Add the package TorchSharp-cpu");
        BuildConsole();
        string path = LibTorchFolder() + Path.PathSeparator + Environment.GetEnvironmentVariable(LibraryPath);
        package.Dotnet("App", "bin/Debug/net10.0/App.dll", (LibraryPath, path)).AssertSucceeds().AssertSays("both train: True, True\n");
    }

    private static string LibraryPath =>
        OperatingSystem.IsWindows() ? "PATH" : OperatingSystem.IsMacOS() ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";

    private string LibTorchFolder() =>
        Path.Combine(package.Consumer("Console"), "bin", "Debug", "net10.0", "runtimes", PackageFixture.LibTorchSystem, "native");

    private void BuildConsole() =>
        package.Dotnet("Console", "build -p:CreateHardLinksForCopyLocalIfPossible=true").AssertSucceeds().AssertDoesNotSay("QDSL");
}
