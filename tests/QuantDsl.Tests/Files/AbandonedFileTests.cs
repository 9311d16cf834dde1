using System.Diagnostics;
using QuantDsl.Files;
using QuantDsl.Native;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Files;

/// <summary>
/// Temporaries of processes that were killed are removed by the next write beside them; those of processes that write are not.
/// </summary>
public sealed class AbandonedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_killed_process_left_is_removed_by_the_next_write()
    {
        string abandoned = Abandoned();
        AtomicFile.Write(_folder.File("model.safetensors"), stream => stream.Write("new"u8));
        Assert.False(File.Exists(abandoned));
        Assert.Equal(["model.safetensors"], _folder.Files);
    }

    [Fact]
    public void A_check_before_hours_of_work_removes_it_too()
    {
        Abandoned();
        AtomicFile.CheckWritable(_folder.File("model.safetensors"));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void One_that_somebody_else_writes_stays()
    {
        string path = _folder.File("model.safetensors");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("slow"u8);
            stream.Flush();
            Age(Assert.Single(Directory.GetFiles(_folder.Path))); // a write of hours, as far as times tell
            AtomicFile.Write(_folder.File("other.safetensors"), other => other.Write("quick"u8));
            Assert.Equal(2, _folder.Files.Length);
        });
        Assert.Equal("slow", File.ReadAllText(path));
        Assert.Equal(["model.safetensors", "other.safetensors"], _folder.Files);
    }

    /// <summary>A process has made its file, and not locked it yet.</summary>
    [Fact]
    public void One_that_is_new_stays()
    {
        string fresh = _folder.Write($".quantdsl-{Guid.NewGuid():N}.tmp", "");
        AtomicFile.Write(_folder.File("model.safetensors"), stream => stream.Write("new"u8));
        Assert.True(File.Exists(fresh));
    }

    [Fact]
    public void Files_of_others_stay()
    {
        string[] others = [".quantdsl-notes.tmp", "quantdsl-5f.tmp", ".quantdsl-" + new string('a', 32) + ".tmp.bak", ".other.tmp"];
        foreach (string other in others)
            Age(_folder.Write(other, "mine"));
        AtomicFile.Write(_folder.File("model.safetensors"), stream => stream.Write("new"u8));
        Assert.Equal(others.Append("model.safetensors").Order(StringComparer.Ordinal), _folder.Files);
    }

    [Fact]
    public void Many_that_write_one_target_at_once_all_succeed()
    {
        string path = _folder.File("model.safetensors");
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(writer => Enumerable.Repeat((byte)writer, 100_000).ToArray())];
        Abandoned();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, run =>
            AtomicFile.Write(path, stream => stream.Write(contents[run % contents.Length])));
        byte[] last = File.ReadAllBytes(path);
        Assert.Equal(contents[last[0]], last);
        Assert.Equal(["model.safetensors"], _folder.Files);
    }

    [LinuxFact]
    public void The_cache_of_native_libraries_removes_what_is_abandoned_there()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string abandoned = Abandoned();
        NativeCache.Place(_folder.Path, "x.so", [1, 2, 3]);
        Assert.False(File.Exists(abandoned));
    }

    [LinuxFact]
    public void A_process_killed_while_it_writes_leaves_a_file_that_is_removed_later()
    {
        using (Process writer = ChildProcess.Start(ChildProcess.WriteForEver, ("FILE", _folder.File("model.safetensors"))))
        {
            Assert.Equal("writing", writer.StandardOutput.ReadLine());
            string temporary = Assert.Single(Directory.GetFiles(_folder.Path));
            Age(temporary);
            AtomicFile.Write(_folder.File("other.safetensors"), stream => stream.Write("new"u8));
            Assert.True(File.Exists(temporary), "it was removed while its process wrote it");
            writer.Kill();
            writer.WaitForExit();
            Assert.True(File.Exists(temporary));
        }
        AtomicFile.Write(_folder.File("other.safetensors"), stream => stream.Write("new"u8));
        Assert.Equal(["other.safetensors"], _folder.Files);
    }

    [Fact]
    public void A_folder_is_written_to_disk_where_the_system_can()
    {
        Assert.Equal(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), FolderSync.TryFlush(_folder.Path));
        Assert.False(FolderSync.TryFlush(_folder.File("none")));
    }

    private string Abandoned() => Age(_folder.Write($".quantdsl-{Guid.NewGuid():N}.tmp", "half of it"));

    private static string Age(string path)
    {
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        return path;
    }
}
