using QuantDsl.Cuda;

namespace QuantDsl.Tests.Cuda.Runtime;

[Trait("Category", "Cuda")]
public sealed class CubinCacheTests : IDisposable
{
    private static readonly byte[] Code = [1, 2, 3, 4, 5];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void An_entry_is_found_again_and_nothing_else_is_left()
    {
        string folder = Path.Combine(_folder.Path, "made", "cuda");
        var cache = new CubinCache(folder);
        Assert.Null(cache.Find("key"));

        cache.Keep("key", Code);

        Assert.Equal(Code, new CubinCache(folder).Find("key"));
        Assert.Null(cache.Find("other"));
        Assert.Equal(["key.cubin"], _folder.Files);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void A_damaged_entry_counts_as_absent_and_is_replaced()
    {
        var cache = new CubinCache(_folder.Path);
        cache.Keep("key", Code);
        string path = _folder.File("key.cubin");
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Null(cache.Find("key"));
        }
        for (int place = 0; place < whole.Length; place++)
        {
            byte[] damaged = [.. whole];
            damaged[place] ^= 1;
            File.WriteAllBytes(path, damaged);
            Assert.Null(cache.Find("key"));
        }

        cache.Keep("key", Code);

        Assert.Equal(Code, cache.Find("key"));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_no_error()
    {
        string file = _folder.Write("file", "");
        foreach (string? folder in new[] { null, file, Path.Combine(file, "below") })
        {
            var cache = new CubinCache(folder);
            cache.Keep("key", Code);
            Assert.Null(cache.Find("key"));
        }
        Assert.Equal(["file"], _folder.Files);
    }

    [Fact]
    public void The_key_depends_on_all_that_the_code_depends_on()
    {
        string[] options = ["--gpu-architecture=sm_90", "--fmad=false"];
        string[] keys =
        [
            CubinCache.Key("source", options, "12.8", "13.0"),
            CubinCache.Key("source ", options, "12.8", "13.0"),
            CubinCache.Key("source", ["--gpu-architecture=sm_80", "--fmad=false"], "12.8", "13.0"),
            CubinCache.Key("source", ["--gpu-architecture=sm_90"], "12.8", "13.0"),
            CubinCache.Key("source", options, "12.9", "13.0"),
            CubinCache.Key("source", options, "12.8", "12.8"),
            CubinCache.Key("source", options, "12.", "813.0"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{64}$", key));
        Assert.Equal(keys[0], CubinCache.Key("source", [.. options], "12.8", "13.0"));
    }

    public void Dispose() => _folder.Dispose();
}
