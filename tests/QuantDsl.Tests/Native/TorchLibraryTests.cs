using QuantDsl.CompilerServices;
using QuantDsl.Native;
using TorchSharp;

namespace QuantDsl.Tests.Native;

public class TorchLibraryTests
{
    [Fact]
    public void LoadsInThisProcessFromManyThreads()
    {
        Parallel.For(0, 8, _ => TorchLibrary.EnsureLoaded());
        TorchLibrary.Register();
        TorchLibrary.Register();

        using torch.Tensor sum = torch.ones(3).sum();
        Assert.Equal(3f, sum.item<float>());
        Assert.StartsWith("libtorch from ", TorchLibrary.Description, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', TorchLibrary.Description);
    }

    [Fact]
    public void TheNamedVersionIsTheOneThatTorchSharpWasBuiltWith()
    {
        TorchLibrary.EnsureLoaded();
        Assert.StartsWith(TorchLibraryFiles.LibTorchVersion + ".", torch.__version__, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void TorchSharpBeforeAnyModelFindsTheLibraryAndCopiesNoLibTorch()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.UseTorchSharp);

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Contains("sum 3\n", child.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(NativeFiles.LibTorchFolder, "libtorch_cpu.so"), child.Mapped);
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")));
    }

    [LinuxFact]
    public void AHomeThatCannotBeWrittenIsNoObstacle()
    {
        using var temporary = new TemporaryFolder();

        ChildProcess.Result child = ChildProcess.Run(ChildProcess.UseTorchSharp, ("XDG_CACHE_HOME", "/proc"), ("TMPDIR", temporary.Path));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Path, "quantdsl*"));
    }

    /// <summary>In a container without a place to write, the system's library is what is too old, not the cache.</summary>
    [Fact]
    public void ACacheThatCannotBeUsedDoesNotHideTheCause()
    {
        const string original = "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found";
        string both = TorchLoader.Both(original, "A copy", "/cache is on a read-only file system");

        string message = TorchLoadFailure.Refused("/a/libLibTorchSharp.so", both).Message;
        Assert.Contains("This system's libstdc++ is too old: GLIBCXX_3.4.32 is needed and used.", message, StringComparison.Ordinal);
        Assert.Contains("A copy cannot be used either: /cache is on a read-only file system", message, StringComparison.Ordinal);
    }

    /// <summary>The copy was refused for a function that libtorch lacks: it has come further than the original.</summary>
    [Fact]
    public void ACopyThatLibTorchDoesNotFitIsTheCause()
    {
        string both = TorchLoader.Both(
            "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found", "A copy", "/b/copy.so: undefined symbol: _ZN2at4_ops3foo4callE");

        string message = TorchLoadFailure.Refused("/a/libLibTorchSharp.so", both).Message;
        Assert.Contains("its version does not match", message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void TheOriginalIsNeverChanged()
    {
        using var cache = new TemporaryFolder();
        byte[] before = File.ReadAllBytes(NativeFiles.LibTorchSharp);
        DateTime written = File.GetLastWriteTimeUtc(NativeFiles.LibTorchSharp);

        ChildProcess.Result child = ChildProcess.Run(ChildProcess.UseTorchSharp, ("XDG_CACHE_HOME", cache.Path));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Equal(written, File.GetLastWriteTimeUtc(NativeFiles.LibTorchSharp));
        Assert.Equal(before, File.ReadAllBytes(NativeFiles.LibTorchSharp));

        // A system that takes the original has no copy; one that does not has exactly the patched one, and uses it.
        string[] copies = Directory.GetFiles(cache.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(child.Mapped.Contains(NativeFiles.LibTorchSharp) ? 0 : 1, copies.Length);
        Assert.All(copies, copy => Assert.Contains(copy, child.Mapped));
        byte[] patched = ElfVersionNeeds.WeakenUnused(before, "libstdc++.so.6", "GLIBCXX_")!.Value.Library;
        Assert.All(copies, copy => Assert.Equal(patched, File.ReadAllBytes(copy)));
    }

    [LinuxFact]
    public void WithoutALibTorchThePackagesAreNamed()
    {
        using var folder = new TemporaryFolder();
        File.Copy(NativeFiles.LibTorchSharp, Path.Combine(folder.Path, Path.GetFileName(NativeFiles.LibTorchSharp)));

        ChildProcess.Result child = ChildProcess.Run(ChildProcess.LoadFromFolder, ("FOLDER", folder.Path), ("LD_LIBRARY_PATH", null));

        Assert.Equal(3, child.ExitCode);
        Assert.Contains("Add the package TorchSharp-cpu, or TorchSharp-cuda-linux for a GPU", child.Output, StringComparison.Ordinal);
        Assert.Contains($"\nSearched:\n  {folder.Path}\n", child.Output, StringComparison.Ordinal);
        Assert.Contains("libtorch_cpu.so: cannot open shared object file", child.Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void AMissingSharedLibraryIsNamed()
    {
        // libtorch_cpu.so needs libgomp, which lies beside it in the package.
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(NativeFiles.LibTorchFolder).Append(NativeFiles.LibTorchSharp).Distinct())
        {
            if (!Path.GetFileName(file).StartsWith("libgomp", StringComparison.Ordinal))
            {
                File.CreateSymbolicLink(Path.Combine(folder.Path, Path.GetFileName(file)), file);
            }
        }

        ChildProcess.Result child = ChildProcess.Run(ChildProcess.LoadFromFolder, ("FOLDER", folder.Path));

        Assert.Equal(3, child.ExitCode);
        Assert.Contains("libtorch_cpu.so cannot be loaded. It needs the shared library libgomp-", child.Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void ADamagedLibraryIsNamed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("libLibTorchSharp.so", "no ELF file");

        TorchLibrary.EnsureLoaded();
        TorchLoadException error = Assert.Throws<TorchLoadException>(() => TorchLoader.Load(requested: null, [folder.Path], cache: null));

        Assert.StartsWith(Path.Combine(folder.Path, "libLibTorchSharp.so") + " cannot be loaded.", error.Message, StringComparison.Ordinal);
        Assert.Contains("The file may be damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTorchSharpsLibraryTheSearchedFoldersAreNamed()
    {
        using var folder = new TemporaryFolder();

        TorchLoadException error = Assert.Throws<TorchLoadException>(() => TorchLoader.Load(requested: null, [folder.Path], cache: null));

        string missing = $"{TorchLibraryFiles.FileName("LibTorchSharp")} is not there for {TorchLibraryFiles.RuntimeIdentifier}.";
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("\nSearched:\n  " + folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutLibTorchTheMessageSaysWhatIsMissingWhatNeedsItAndWhatToDo()
    {
        string[] lines = TorchLoadFailure.NoLibTorch(["/a", "/b", "/a"], "no such file").Message.Split('\n');

        Assert.StartsWith("libtorch is not there: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Tensors and models on CUDA need it; models on the CPU do not.", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Add the package TorchSharp-cpu, or TorchSharp-cuda-", lines[2], StringComparison.Ordinal);
        Assert.Equal(["Searched:", "  /a", "  /b", "The system's loader says: no such file"], lines[3..]);
    }

    [LinuxTheory]
    [InlineData("/lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /a/b.so)", "libstdc++ is too old: GLIBCXX_3.4.30")]
    [InlineData("/lib/libc.so.6: Version »GLIBC_2.34« nicht gefunden (benötigt von /a/b.so)", "glibc is too old: GLIBC_2.34 is needed")]
    [InlineData("/a/libLibTorchSharp.so: undefined symbol: _ZN2at4_ops3foo4callE", "its version does not match")]
    [InlineData("libgomp.so.1: Kann die Shared-Object-Datei nicht öffnen", "needs the shared library libgomp.so.1")]
    [InlineData("/a/libLibTorchSharp.so: failed to map segment from shared object", "volume that allows no execution")]
    public void TheLoadersWordsBecomeAdvice(string error, string advice)
    {
        string message = TorchLoadFailure.Refused("/a/libLibTorchSharp.so", error).Message;

        Assert.Contains(advice, message, StringComparison.Ordinal);
        Assert.EndsWith("\nThe system's loader says: " + error, message, StringComparison.Ordinal);
    }
}
