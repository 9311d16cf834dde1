using QuantDsl.Data;

namespace QuantDsl;

/// <summary>
/// Downloads well-known data sets from where they are published. It tries several mirrors, verifies checksums and resumes interrupted
/// downloads. Proxies are taken from the system and the environment (<c>HTTPS_PROXY</c>).
/// </summary>
public static class DatasetDownload
{
    /// <summary>The names of the data sets that can be downloaded: mnist, cifar10 and others.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. DownloadCatalogue.Sets.Keys];

    /// <summary>Downloads the files of a data set into a folder, except those that are already there and intact.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">
    /// The folder, created if it does not exist. Use one per data set, because file names of different sets coincide.
    /// </param>
    /// <param name="progress">Receives progress, for example <see cref="DownloadProgress.To"/> for a console; null: no reports.</param>
    /// <param name="cancellationToken">Cancels the download; the next call resumes it.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="ArgumentException">There is no data set of that name.</exception>
    /// <exception cref="DatasetException">A file could not be downloaded; the message lists every mirror and why it failed.</exception>
    public static Task<IReadOnlyList<string>> GetAsync(
        string name, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return DownloadCatalogue.Sets.TryGetValue(name, out DownloadFile[]? files)
            ? GetAsync(files, folder, FetchPolicy.Default, progress, cancellationToken)
            : throw new ArgumentException($"Expected one of {string.Join(", ", Names)}, found '{name}'.", nameof(name));
    }

    /// <summary>Downloads files into a folder, which is created if it does not exist.</summary>
    internal static async Task<IReadOnlyList<string>> GetAsync(
        DownloadFile[] files, string folder, FetchPolicy policy, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw DatasetException.At(folder, "a folder to download to", cause.Message, "Check the path and its permissions.", cause);
        }

        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var fetcher = new FileFetcher(client, policy, progress);
        List<string> paths = [];
        foreach (DownloadFile file in files)
            paths.Add(await fetcher.FetchAsync(file, folder, cancellation).ConfigureAwait(false));
        return paths;
    }
}
