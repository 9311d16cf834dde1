using System.Text;
using QuantDsl.Files;
using QuantDsl.Formats;
using QuantDsl.Tests.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFailureMidwayKeepsTheOldFileAndLeavesNothing()
    {
        string path = _folder.File("model.safetensors");
        File.WriteAllText(path, "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal(2, _folder.Files.Length);
            Assert.Equal("old", File.ReadAllText(path));
            throw new InvalidOperationException("midway");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model.safetensors"], _folder.Files);
    }

    [Fact]
    public void ADiskFaultNamesThePath()
    {
        string path = _folder.File("model.safetensors");
        File.WriteAllText(path, "old");

        IOException error = Assert.ThrowsAny<IOException>(
            () => AtomicFile.Write(path, _ => throw new IOException("No space left on device.")));

        Assert.Equal(
            $"Cannot write '{path}': No space left on device. Check free space and permissions; " +
            "what was there before is unchanged.",
            error.Message);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model.safetensors"], _folder.Files);
    }

    [Fact]
    public void ATensorThatIsGoneKeepsTheOldFile()
    {
        string path = _folder.File("model.safetensors");
        using Tensor good = ones(3);
        Tensor gone = ones(3);
        TensorFiles.Write(path, [new("w", good)], new Dictionary<string, string>());
        byte[] old = File.ReadAllBytes(path);
        gone.Dispose();

        Assert.ThrowsAny<InvalidOperationException>(
            () => TensorFiles.Write(path, [new("a", good), new("w", gone)], new Dictionary<string, string>()));

        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Equal(["model.safetensors"], _folder.Files);
    }

    [Fact]
    public void ANewFileReplacesALongerOneCompletely()
    {
        string path = _folder.File("model.safetensors");
        File.WriteAllText(path, new string('x', 10_000));
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["model.safetensors"], _folder.Files);
    }

    [Fact]
    public void MissingFoldersAndFoldersAreNamed()
    {
        string missing = Path.Combine(_folder.Path, "no", "model.safetensors");
        Assert.Equal(
            $"Cannot write '{missing}': the folder '{Path.GetDirectoryName(missing)}' does not exist. " +
            "Create it first or correct the path.",
            Assert.ThrowsAny<IOException>(() => AtomicFile.Write(missing, _ => { })).Message);

        string isFolder = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(_folder.Path, _ => { })).Message;
        Assert.Contains($"'{_folder.Path}': it is a folder. Give the path of a file", isFolder);
        Assert.Throws<ArgumentException>(() => AtomicFile.Write("", _ => { }));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void OpeningSaysWhatIsWrongWithThePath()
    {
        string missing = _folder.File("none.safetensors");
        ModelFileException error = Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(missing));
        Assert.StartsWith($"Cannot read model file '{missing}': ", error.Message);
        Assert.IsType<FileNotFoundException>(error.InnerException);
        Assert.Contains("it is a folder", Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(_folder.Path)).Message);
    }

    [Fact]
    public void ARefusedFileIsNotKeptOpen()
    {
        string path = _folder.File("text.safetensors");
        File.WriteAllText(path, "this is not a model");
        Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(path));
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(19, exclusive.Length);
    }

    [Fact]
    public void APipeIsNeverReplaced()
    {
        if (OperatingSystem.IsWindows())
            return; // has no pipes in folders

        string pipe = _folder.File("pipe.safetensors");
        using (var process = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            process.WaitForExit();

        IOException error = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(pipe, stream => stream.Write("new"u8)));
        Assert.StartsWith($"Cannot write '{pipe}': what is there is no regular file", error.Message);
        Assert.Equal(["pipe.safetensors"], _folder.Files);
        using var stillAPipe = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Assert.False(stillAPipe.CanSeek);
        Assert.Contains(
            "it is a pipe or device", Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(stillAPipe, pipe)).Message);
    }

    [Fact]
    public void LinksAreFollowedAndPermissionsKept()
    {
        if (OperatingSystem.IsWindows())
            return; // links need a privilege there, and there are no modes

        string real = _folder.File("real.safetensors");
        string link = _folder.File("link.safetensors");
        File.WriteAllText(real, "old");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, real);

        AtomicFile.Write(link, stream => stream.Write(Encoding.UTF8.GetBytes("new")));

        Assert.Equal("new", File.ReadAllText(real));
        Assert.Equal(real, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
    }
}
