using QuantDsl.Data;

namespace QuantDsl;

/// <summary>
/// Fetches well-known data sets from where they are published: several mirrors, checksums, broken downloads resumed. Proxies are those of
/// the system and of the environment (<c>HTTPS_PROXY</c>).
/// </summary>
public static class DatasetDownload
{
    /// <summary>The names that can be fetched: mnist, cifar10 and others.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. DownloadCatalogue.Sets.Keys];

    /// <summary>Fetches the files of a data set into a folder, except those that are there and right.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder, made if need be; one for each data set, for some have files of the same names.</param>
    /// <param name="progress">Hears what happens, for example <see cref="DownloadProgress.To"/> a console; null: nobody does.</param>
    /// <param name="cancellationToken">Ends it; what arrived so far is used the next time.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="ArgumentException">There is no data set of that name.</exception>
    /// <exception cref="DatasetException">A file could not be fetched: the message lists every mirror and why it failed.</exception>
    public static Task<IReadOnlyList<string>> GetAsync(
        string name, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return DownloadCatalogue.Sets.TryGetValue(name, out DownloadFile[]? files)
            ? GetAsync(files, folder, FetchPolicy.Default, progress, cancellationToken)
            : throw new ArgumentException($"Expected one of {string.Join(", ", Names)}, found '{name}'.", nameof(name));
    }

    /// <summary>Fetches files.</summary>
    internal static async Task<IReadOnlyList<string>> GetAsync(
        DownloadFile[] files, string folder, FetchPolicy policy, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw DatasetException.At(folder, "a folder to put files into", cause.Message, "Check the path and its permissions.", cause);
        }

        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var fetcher = new FileFetcher(client, policy, progress);
        List<string> paths = [];
        foreach (DownloadFile file in files)
            paths.Add(await fetcher.FetchAsync(file, folder, cancellation).ConfigureAwait(false));
        return paths;
    }
}
