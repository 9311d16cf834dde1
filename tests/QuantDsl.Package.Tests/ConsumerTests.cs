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

    /// <summary>Device has the declaration of Console and references the runtime alone.</summary>
    [Fact]
    public void A_program_with_the_runtime_alone_predicts_what_another_has_trained()
    {
        BuildConsole();
        package.Dotnet("Device", "build").AssertSucceeds().AssertDoesNotSay("QDSL");
        string folder = Path.Combine(package.Consumer("Device"), "bin", "Debug", "net10.0");
        DotnetResult trained = package.Dotnet("Console", $"bin/Debug/net10.0/Console.dll \"{folder}/net.qdsl\"").AssertSucceeds();
        string logits = trained.Output.Split('\n').Single(line => line.Length > 40 && line.StartsWith("logits: ", StringComparison.Ordinal));
        package.Dotnet("Device", "bin/Debug/net10.0/Device.dll bin/Debug/net10.0/net.qdsl").AssertSucceeds()
            .AssertSays($"bits: 2, 1\n{logits}\nclass: ");

        Assert.Equal(
            ["Device.deps.json", "Device.dll", "Device.runtimeconfig.json", "QuantDsl.Runtime.dll", "net.qdsl"],
            Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)
                .Where(name => name is not "Device" and not "Device.exe" and not "Device.pdb").Order(StringComparer.Ordinal));
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
