using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using QuantDsl.Native;

namespace QuantDsl.Tests.Native;

[SupportedOSPlatform("linux")]
public class NativeCacheTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))];

    [LinuxTheory]
    [InlineData("/xdg", "/home/u", "/xdg/quantdsl")]
    [InlineData(null, "/home/u", "/home/u/.cache/quantdsl")]
    [InlineData("", "/home/u", "/home/u/.cache/quantdsl")]
    [InlineData("relative", "/home/u", "/home/u/.cache/quantdsl")]
    [InlineData(null, "", null)]
    [InlineData(null, null, null)]
    public void TheFolderFollowsTheXdgRules(string? xdg, string? home, string? expected) =>
        Assert.Equal(expected, NativeCache.Folder(xdg, home));

    [LinuxFact]
    public void AFileIsWrittenOnceAndThenReused()
    {
        using var folder = new TemporaryFolder();
        string cache = Path.Combine(folder.Path, "a", "b");

        string path = NativeCache.Place(cache, "x.so", Content);
        DateTime written = File.GetLastWriteTimeUtc(path).AddDays(-1);
        File.SetLastWriteTimeUtc(path, written);

        Assert.Equal(path, NativeCache.Place(cache, "x.so", Content));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cache));
    }

    [LinuxFact]
    public void ADamagedFileIsReplacedAndNotWrittenInto()
    {
        using var folder = new TemporaryFolder();
        string path = NativeCache.Place(folder.Path, "x.so", Content);
        foreach (byte[]? damage in new[] { Content[..^1], [.. Content[..^1], (byte)~Content[^1]], [] })
        {
            File.WriteAllBytes(path, damage);
            using FileStream mappedByAnother = File.OpenRead(path);

            NativeCache.Place(folder.Path, "x.so", Content);

            Assert.Equal(Content, File.ReadAllBytes(path));
            Assert.Equal(damage.Length, mappedByAnother.Length);
            Assert.Single(Directory.GetFiles(folder.Path));
        }
    }

    [LinuxFact]
    public void ManyAtOnceGetTheWholeFile()
    {
        using var folder = new TemporaryFolder();
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ =>
            Assert.Equal(Content, File.ReadAllBytes(NativeCache.Place(folder.Path, "x.so", Content))));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [LinuxFact]
    public void WithoutAWritableFolderATemporaryFileServes()
    {
        using var folder = new TemporaryFolder();
        string notAFolder = folder.Write("file", "");
        foreach (string? cache in new[] { Path.Combine(notAFolder, "quantdsl"), "/proc/quantdsl", null })
        {
            byte[] library = StandInLibrary.Build($"/nowhere/{Guid.NewGuid():N}.so", RuntimeInformation.ProcessArchitecture);

            Assert.Null(NativeCache.TryLoad(cache, "test", library, out nint handle, out string? path));

            Assert.NotEqual(0, handle);
            Assert.False(File.Exists(path));
            Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        }
    }

    [LinuxFact]
    public void WhatIsNoLibraryIsRefusedWithTheLoadersWords()
    {
        using var folder = new TemporaryFolder();

        string? error = NativeCache.TryLoad(folder.Path, "test", Content, out nint handle, out _);

        Assert.Equal(0, handle);
        Assert.Contains("test-", error, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void AStandInAnswersForAPathThatItNames()
    {
        using var folder = new TemporaryFolder();
        string path = $"/nowhere/{Guid.NewGuid():N}/libtorch_cpu.so";
        Assert.NotNull(NativeLoad.TryOpen(path, out _));

        byte[] standIn = StandInLibrary.Build(path, RuntimeInformation.ProcessArchitecture);
        Assert.Null(NativeCache.TryLoad(folder.Path, "test", standIn, out nint handle, out _));

        Assert.Null(NativeLoad.TryOpen(path, out nint answered));
        Assert.Equal(handle, answered);
        Assert.Equal(handle, NativeLoad.Loaded(path));
    }
}
