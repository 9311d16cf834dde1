using System.Security.Cryptography;
using QuantDsl.Data;

namespace QuantDsl.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private static readonly FetchPolicy Hasty = new(
        Attempts: 3, FirstPause: TimeSpan.FromMilliseconds(1), Silence: TimeSpan.FromSeconds(20));

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedServer _server = new();
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(300_000);
    private readonly List<string> _lines = [];

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_is_fetched_checked_and_put_in_its_place(bool md5)
    {
        _server.On("/a", Answer.File(_bytes));
        string checksum = Convert.ToHexString(md5 ? MD5.HashData(_bytes) : SHA256.HashData(_bytes));
        string folder = _folder.File("new/folder");

        DownloadFile file = Data("/a") with { Checksum = new Checksum(checksum) };
        IReadOnlyList<string> paths = await DatasetDownload.GetAsync([file], folder, Hasty, Log(), default);

        Assert.Equal([Path.Combine(folder, "data.bin")], paths);
        Assert.Equal(_bytes, File.ReadAllBytes(paths[0]));
        Assert.Equal(["data.bin"], _folder.Files);
        Assert.Contains("data.bin: downloaded, checksum verified", _lines);
        Assert.Contains(_lines, line => line.EndsWith("of 0.3 MB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_there_and_right_is_not_fetched_and_what_is_wrong_is()
    {
        _server.On("/a", Answer.File(_bytes));
        string path = _folder.Write("data.bin", _bytes);
        await Get("/a");
        Assert.Empty(_server.Requests);
        Assert.Contains("data.bin: is already there", _lines);

        _folder.Write("data.bin", "something else");
        await Get("/a");
        Assert.Equal(["/a"], _server.Requests);
        Assert.Equal(_bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Mirrors_are_asked_in_order()
    {
        byte[] wrong = [.. _bytes];
        wrong[1000] ^= 1;
        _server.On("/wrong", Answer.File(wrong)).On("/moved", Answer.Redirect(_server.Address("/there"))).On("/there", Answer.File(_bytes));

        await Get("/gone", "/wrong", "/moved", "/never");

        Assert.Equal(["/gone", "/wrong", "/moved", "/there"], _server.Requests);
        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(299_999)]
    public async Task A_broken_connection_is_resumed(int after)
    {
        _server.On("/a", Answer.File(_bytes).Dropped(after), Answer.File(_bytes));
        await Get("/a");

        Assert.Equal(["/a", $"/a bytes={after}-"], _server.Requests);
        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
        Assert.Equal(["data.bin"], _folder.Files);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_it_from_the_start()
    {
        _server.On("/a", Answer.File(_bytes).Dropped(100_000).WithoutRanges(), Answer.File(_bytes).WithoutRanges());
        await Get("/a");

        Assert.Equal(["/a", "/a bytes=100000-"], _server.Requests);
        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
    }

    [Fact]
    public async Task The_next_mirror_goes_on_where_the_last_one_broke_off()
    {
        _server.On("/a", Answer.File(_bytes).Dropped(100_000), Answer.Status("404 Not Found")).On("/b", Answer.File(_bytes));
        await Get("/a", "/b");

        Assert.Equal(["/a", "/a bytes=100000-", "/b bytes=100000-"], _server.Requests);
        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
    }

    [Theory]
    [InlineData(300_000)] // the wrong content, all of it
    [InlineData(400_000)] // longer than the file
    [InlineData(1_000)] // a beginning of something else
    public async Task A_partial_file_that_is_wrong_is_thrown_away(int length)
    {
        _server.On("/a", Answer.File(_bytes));
        _folder.Write("data.bin.part", new byte[length]);
        await Get("/a");

        Assert.Equal([$"/a bytes={length}-", "/a"], _server.Requests);
        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
        Assert.Equal(["data.bin"], _folder.Files);
    }

    [Fact]
    public async Task A_complete_partial_file_needs_no_bytes_more()
    {
        _server.On("/a", Answer.File(_bytes));
        _folder.Write("data.bin.part", _bytes);
        await Get("/a");

        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
    }

    [Fact]
    public async Task Failures_that_may_pass_are_tried_again_and_others_are_not()
    {
        _server.On("/busy", Answer.Status("503 Service Unavailable"), Answer.Status("429 Too Many Requests"), Answer.File(_bytes));
        await Get("/forbidden", "/busy");

        Assert.Equal(["/forbidden", "/busy", "/busy", "/busy"], _server.Requests);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        _server.On("/silent", Answer.Silence()).On("/b", Answer.File(_bytes));
        FetchPolicy impatient = Hasty with { Silence = TimeSpan.FromMilliseconds(200), Attempts = 2 };
        await DatasetDownload.GetAsync([Data("/silent", "/b")], _folder.Path, impatient, Log(), default);

        Assert.Equal(2, _server.Requests.Count(request => request == "/silent"));
        Assert.Contains(_lines, line => line.Contains("no data for 0.2 seconds", StringComparison.Ordinal));
        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
    }

    [Fact]
    public async Task When_all_fail_every_mirror_and_its_reason_are_listed()
    {
        _server.On("/wrong", Answer.File([1, 2, 3])).On("/broken", Answer.File(_bytes).Dropped(10).WithoutRanges());
        ScriptedServer closed = new();
        Uri nobody = closed.Address("/x");
        closed.Dispose();
        DownloadFile file = Data("/gone", "/wrong", "/broken");
        file = file with { Mirrors = [.. file.Mirrors, nobody] };

        DatasetException error = await Assert.ThrowsAsync<DatasetException>(
            () => DatasetDownload.GetAsync([file], _folder.Path, Hasty, Log(), default));

        string[] lines = error.Message.Split('\n');
        Assert.Equal("data.bin: could not be downloaded from 4 addresses:", lines[0]);
        Assert.EndsWith("/gone: the server responded 404 Not Found", lines[1], StringComparison.Ordinal);
        Assert.Contains("/wrong: expected SHA-256 ", lines[2], StringComparison.Ordinal);
        Assert.Contains("/broken: the connection broke", lines[3], StringComparison.Ordinal);
        Assert.StartsWith($"  {nobody}: ", lines[4], StringComparison.Ordinal);
        Assert.Contains("HTTPS_PROXY", lines[5], StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("data.bin")));
    }

    [Fact]
    public async Task A_file_without_checksum_is_checked_as_far_as_possible_and_that_is_said()
    {
        byte[] text = [.. "*** War and Peace ***"u8, .. new byte[2000]];
        _server.On("/page", Answer.File([.. "<html>Please log in</html>"u8, .. new byte[3000]]))
            .On("/short", Answer.File("War and Peace"u8.ToArray()))
            .On("/a", Answer.File(text).Dropped(50), Answer.File(text));
        _folder.Write("data.bin.part", "War and"); // of an unknown version: not gone on with
        DownloadFile file = Data("/page", "/short", "/a") with { Checksum = null, Text = "war and peace", LeastBytes = 1000 };
        await DatasetDownload.GetAsync([file], _folder.Path, Hasty, Log(), default);

        Assert.Equal(["/page", "/short", "/a", "/a"], _server.Requests);
        Assert.Equal(text, File.ReadAllBytes(_folder.File("data.bin")));
        Assert.Contains(_lines, line => line.Contains("no checksum is published", StringComparison.Ordinal));
        Assert.Contains(_lines, line => line.Contains("at least 1,000 bytes, found 13", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancellation_ends_it_and_what_arrived_is_used_the_next_time()
    {
        _server.On("/a", Answer.File(_bytes).Dropped(200_000), Answer.Silence());
        using CancellationTokenSource cancel = new();
        Task<IReadOnlyList<string>> download = DatasetDownload.GetAsync([Data("/a")], _folder.Path, Hasty, Log(), cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => _server.Requests.Count == 2, TimeSpan.FromSeconds(30)));
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);

        _server.On("/a", Answer.File(_bytes));
        await Get("/a");
        Assert.Equal("/a bytes=200000-", _server.Requests.Last());
        Assert.Equal(_bytes, File.ReadAllBytes(_folder.File("data.bin")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        _server.On("/a", Answer.File(_bytes));
        string file = _folder.Write("file", "x");
        DatasetException noFolder = await Assert.ThrowsAsync<DatasetException>(
            () => DatasetDownload.GetAsync([Data("/a")], file, Hasty, null, default));
        Assert.StartsWith(file, noFolder.Message, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder.File("data.bin.part"));
        DatasetException noFile = await Assert.ThrowsAsync<DatasetException>(() => Get("/a"));
        Assert.StartsWith(_folder.File("data.bin.part"), noFile.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_those_of_the_table_and_each_file_has_an_address()
    {
        Assert.Equal(
            ["cifar10", "cifar100", "fashion-mnist", "mnist", "ptb", "svhn", "svhn-extra", "warandpeace", "warandpeace-gutenberg"],
            DatasetDownload.Names);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => DatasetDownload.GetAsync("imagenet", _folder.Path));
        Assert.StartsWith("Expected one of cifar10, cifar100", error.Message, StringComparison.Ordinal);
        Assert.All(DownloadCatalogue.Sets.Values.SelectMany(files => files), file =>
        {
            Assert.NotEmpty(file.Mirrors);
            Assert.True(file.Checksum is { Hex.Length: 32 or 64 } || (file.Text.Length > 0 && file.LeastBytes > 0));
        });
    }

    [Fact]
    public void Lines_of_text_come_every_tenth_of_a_file()
    {
        using StringWriter writer = new();
        IProgress<DownloadProgress> log = DownloadProgress.To(writer);
        for (int i = 0; i <= 100; i++)
            log.Report(new DownloadProgress("a.gz", i * 10_000, 1_000_000, null));
        log.Report(new DownloadProgress("a.gz", 0, null, "fetched"));
        log.Report(new DownloadProgress("a.gz", 0, null, "fetched"));

        string[] lines = writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(13, lines.Length);
        Assert.Equal("a.gz: 0.0 of 1.0 MB", lines[0]);
        Assert.Equal("a.gz: 1.0 of 1.0 MB", lines[10]);
        Assert.Equal("a.gz: fetched", lines[12]);
    }

    private Task<IReadOnlyList<string>> Get(params string[] mirrors) =>
        DatasetDownload.GetAsync([Data(mirrors)], _folder.Path, Hasty, Log(), default);

    private DownloadFile Data(params string[] mirrors) =>
        new("data.bin", Array.ConvertAll(mirrors, _server.Address), new Checksum(Convert.ToHexStringLower(SHA256.HashData(_bytes))));

    private Collector Log() => new(_lines);

    private sealed class Collector(List<string> lines) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => lines.Add(value.ToString());
    }
}
