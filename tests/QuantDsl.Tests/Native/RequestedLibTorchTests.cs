using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;
using QuantDsl.Native;

namespace QuantDsl.Tests.Native;

public class RequestedLibTorchTests
{
    private static readonly string[] Required = [.. TorchLibraryFiles.Required.Select(TorchLibraryFiles.FileName)];

    [Fact]
    public void AFolderThatDoesNotExistIsNamed()
    {
        TorchLoadException error = Assert.Throws<TorchLoadException>(
            () => RequestedLibTorch.Check("/no/such/torch/lib", NativeFiles.LibTorchSharp));

        Assert.Contains("QUANTDSL_LIBTORCH", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFullPath("/no/such/torch/lib"), error.Message, StringComparison.Ordinal);
        Assert.Contains("python -c", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithoutLibTorchSaysWhatItHolds()
    {
        using var folder = new TemporaryFolder();
        string error = Assert.Throws<TorchLoadException>(() => RequestedLibTorch.Check(folder.Path, NativeFiles.LibTorchSharp)).Message;
        Assert.Contains("it holds nothing", error, StringComparison.Ordinal);

        folder.Write(Required[0], "");
        folder.Write("notes.txt", "");
        error = Assert.Throws<TorchLoadException>(() => RequestedLibTorch.Check(folder.Path, NativeFiles.LibTorchSharp)).Message;

        Assert.Contains($"does not hold {Required[1]}, {Required[2]}; it holds {Required[0]}, notes.txt.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lib")]
    [InlineData("torch/lib")]
    public void AFolderAboveTheRightOneLeadsToIt(string below)
    {
        using var folder = new TemporaryFolder();
        AddLibraries(folder, below);

        string error = Assert.Throws<TorchLoadException>(() => RequestedLibTorch.Check(folder.Path, NativeFiles.LibTorchSharp)).Message;

        Assert.Contains($"Set it to {Path.Combine([folder.Path, .. below.Split('/')])}.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("torch/version.py", "__all__ = ['__version__']\n__version__ = '2.9.1+cu128'\ndebug = False\n", "2.9.1+cu128", false)]
    [InlineData("torch/version.py", "__version__ = '2.10.0+cu128'\n", "2.10.0+cu128", true)]
    [InlineData("torch/version.py", "__version__ = '2.1.0'\n", "2.1.0", false)]
    [InlineData("torch/build-version", "2.10.0+cpu\n", "2.10.0+cpu", true)]
    [InlineData("torch/build-version", "2.7.1+cpu\n", "2.7.1+cpu", false)]
    [InlineData("torch/other", "", null, true)]
    public void TheVersionMustBeTheOneThatTorchSharpNeeds(string file, string content, string? version, bool isRight)
    {
        using var folder = new TemporaryFolder();
        AddLibraries(folder, "torch/lib");
        folder.Write(file, content);
        string lib = Path.Combine(folder.Path, "torch", "lib");

        Assert.Equal(version, RequestedLibTorch.Version(lib));
        if (isRight)
        {
            Assert.Equal(lib, RequestedLibTorch.Check(lib, NativeFiles.LibTorchSharp));
            return;
        }

        string error = Assert.Throws<TorchLoadException>(() => RequestedLibTorch.Check(lib, NativeFiles.LibTorchSharp)).Message;
        Assert.Contains($"is PyTorch {version}, but TorchSharp needs {TorchLibraryFiles.LibTorchVersion}", error, StringComparison.Ordinal);
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnotherVersionServesIfItHasAllThatTorchSharpCalls(bool hasAll)
    {
        using var folder = new TemporaryFolder();
        folder.Write("torch/version.py", "__version__ = '2.11.0+cu130'\n");
        string lib = Path.Combine(folder.Path, "torch", "lib");
        Directory.CreateDirectory(lib);
        foreach (string library in Required)
        {
            File.CreateSymbolicLink(Path.Combine(lib, library), Path.Combine(NativeFiles.LibTorchFolder, library));
        }

        if (hasAll)
        {
            Assert.Equal(lib, RequestedLibTorch.Check(lib, NativeFiles.LibTorchSharp));
            return;
        }

        string c10 = Path.Combine(lib, TorchLibraryFiles.FileName("c10"));
        File.Delete(c10);
        File.WriteAllBytes(c10, StandInLibrary.Build(c10, RuntimeInformation.ProcessArchitecture));
        string error = Assert.Throws<TorchLoadException>(() => RequestedLibTorch.Check(lib, NativeFiles.LibTorchSharp)).Message;
        IReadOnlyList<string> missing = ElfSymbols.Missing(
            NativeFiles.LibTorchSharp, Required.Select(library => Path.Combine(lib, library)));
        Assert.InRange(missing.Count, 20, 500);
        Assert.Contains(
            $"which is PyTorch 2.11.0+cu130, but TorchSharp needs 2.10: it lacks {missing.Count} of the functions that TorchSharp calls, "
            + $"such as {missing[0]}, {missing[1]}, {missing[2]}. Install that",
            error,
            StringComparison.Ordinal);
        Assert.Contains("_ZTIN3c105ErrorE", missing);
    }

    [LinuxFact]
    public void ItIsLoadedInsteadOfThePackagedOne()
    {
        // A true copy: for links glibc would see that both are one file.
        using var python = new TemporaryFolder();
        string lib = Path.Combine(python.Path, "torch", "lib");
        Directory.CreateDirectory(lib);
        foreach (string file in Directory.GetFiles(NativeFiles.LibTorchFolder).Where(IsNeeded))
        {
            File.Copy(file, Path.Combine(lib, Path.GetFileName(file)));
        }

        ChildProcess.Result child = ChildProcess.Run(ChildProcess.UseTorchSharp, (RequestedLibTorch.Variable, lib));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Contains("sum 3\n", child.Output, StringComparison.Ordinal);
        Assert.Contains($"libtorch from {lib} (QUANTDSL_LIBTORCH)", child.Output, StringComparison.Ordinal);
        Assert.All(Required, library => Assert.Contains(Path.Combine(lib, library), child.Mapped));
        Assert.All(Required, library => Assert.DoesNotContain(Path.Combine(NativeFiles.LibTorchFolder, library), child.Mapped));

        static bool IsNeeded(string file) =>
            Required.Contains(Path.GetFileName(file)) || Path.GetFileName(file).StartsWith("libgomp", StringComparison.Ordinal);
    }

    [LinuxFact]
    public void ItMayBeThePackagedFolderItself()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.UseTorchSharp, (RequestedLibTorch.Variable, NativeFiles.LibTorchFolder));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.DoesNotContain(child.Mapped, file => file.Contains("stand-in", StringComparison.Ordinal));
    }

    [LinuxFact]
    public void OneThatLacksFunctionsIsRefusedBeforeTheyAreCalled()
    {
        using var folder = new TemporaryFolder();
        AddEmptyLibTorch(folder);

        ChildProcess.Result child = ChildProcess.Run(ChildProcess.EnsureLoaded, (RequestedLibTorch.Variable, folder.Path));

        Assert.Equal(3, child.ExitCode);
        Assert.Contains("registered\nTorchLoadException: ", child.Output, StringComparison.Ordinal);
        string advice = "its version does not match. TorchSharp needs libtorch (PyTorch) " + TorchLibraryFiles.LibTorchVersion;
        Assert.Contains(advice, child.Output, StringComparison.Ordinal);
        Assert.Contains("undefined symbol: _Z", child.Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void AWrongFolderFailsWhereItCanBeCaught()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.EnsureLoaded, (RequestedLibTorch.Variable, "/no/such/folder"));

        Assert.Equal(3, child.ExitCode);
        Assert.Contains("registered\nTorchLoadException: QUANTDSL_LIBTORCH names /no/such/folder", child.Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void ASecondLibTorchIsRefused()
    {
        TorchLibrary.EnsureLoaded();
        using var folder = new TemporaryFolder();
        AddEmptyLibTorch(folder);

        TorchLoadException error = Assert.Throws<TorchLoadException>(
            () => TorchLoader.Load(folder.Path, TorchLibraryFiles.SearchFolders(), cache: null));

        Assert.Contains("another libtorch is in this process already", error.Message, StringComparison.Ordinal);
    }

    private static void AddLibraries(TemporaryFolder folder, string below)
    {
        foreach (string library in Required)
        {
            folder.Write($"{below}/{library}", "");
        }
    }

    /// <summary>Libraries that load under libtorch's names and define nothing.</summary>
    private static void AddEmptyLibTorch(TemporaryFolder folder)
    {
        foreach (string library in Required)
        {
            File.WriteAllBytes(Path.Combine(folder.Path, library), StandInLibrary.Build(library, RuntimeInformation.ProcessArchitecture));
        }
    }
}
