using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>
/// Downloads a file from the first mirror that has it. Until the file is complete and verified, its name ends in <c>.part</c>.
/// </summary>
internal sealed class FileFetcher(HttpClient client, FetchPolicy policy, IProgress<DownloadProgress>? progress)
{
    /// <summary>Downloads a file unless it is already there, and returns its path.</summary>
    /// <exception cref="DatasetException">All mirrors failed, or the file cannot be written.</exception>
    public async Task<string> FetchAsync(DownloadFile file, string folder, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, file.Name);
        if (File.Exists(path) && await file.FaultAsync(path, cancellation).ConfigureAwait(false) is var fault)
        {
            Note(file, fault is null ? "is already there" : $"the existing file is wrong ({fault}); downloading it again");
            if (fault is null)
                return path;
        }

        List<string> failures = [];
        var part = new PartialFile(path + ".part");
        foreach (Uri mirror in file.Mirrors)
        {
            string? failure = await TryAsync(mirror, file, part, cancellation).ConfigureAwait(false);
            if (failure is null)
            {
                part.MoveTo(path);
                Note(file, file.Checksum is not null
                    ? "downloaded, checksum verified"
                    : "downloaded; no checksum is published, so only its length and beginning were checked");
                return path;
            }

            failures.Add($"  {mirror}: {failure}");
            Note(file, $"{mirror.Host} failed ({failure})");
        }

        throw new DatasetException(
            $"{file.Name}: could not be downloaded from {failures.Count} {(failures.Count == 1 ? "address" : "addresses")}:\n"
            + $"{string.Join('\n', failures)}\nCheck the connection and its proxy (HTTPS_PROXY), or put the file into {folder} yourself.");
    }

    /// <summary>
    /// Tries one mirror, repeatedly if that may help. Returns the last failure, or null if the partial file is complete and verified.
    /// </summary>
    private async Task<string?> TryAsync(Uri mirror, DownloadFile file, PartialFile part, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (file.Checksum is null)
                    part.Delete(); // without a checksum nothing would reveal that the rest belongs to another version
                bool resumed = await ReceiveAsync(mirror, file, part, cancellation).ConfigureAwait(false);
                if (await file.FaultAsync(part.Path, cancellation).ConfigureAwait(false) is not { } fault)
                    return null;
                part.Delete();
                throw new FetchException(fault, mayRetry: resumed);
            }
            catch (FetchException error)
            {
                if (!error.MayRetry || attempt == policy.Attempts)
                    return error.Message;
            }

            await Task.Delay(policy.Pause(attempt), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Downloads what the partial file lacks. Returns true if the download was resumed.</summary>
    private async Task<bool> ReceiveAsync(Uri mirror, DownloadFile file, PartialFile part, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(policy.Silence);
        try
        {
            using HttpResponseMessage response = await AskAsync(mirror, part.Length, silence.Token).ConfigureAwait(false);
            long start = HttpAnswer.Start(response, part.Length);
            if (start < 0)
            {
                part.Delete();
                throw new FetchException("its file differs from the part downloaded before", mayRetry: true);
            }

            await using Stream content = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            long? total = start + response.Content.Headers.ContentLength;
            await CopyAsync(content, part, start, bytes =>
            {
                silence.CancelAfter(policy.Silence);
                progress?.Report(new DownloadProgress(file.Name, bytes, total, null));
            }, silence.Token).ConfigureAwait(false);
            return start > 0;
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new FetchException(Invariant($"no data for {policy.Silence.TotalSeconds:0.###} seconds"), mayRetry: true, cause);
        }
        catch (HttpIOException cause)
        {
            throw new FetchException($"the connection broke ({cause.Message})", mayRetry: true, cause);
        }
        catch (HttpRequestException cause)
        {
            throw new FetchException(cause.Message, mayRetry: true, cause);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri mirror, long have, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, mirror);
        request.Headers.UserAgent.ParseAdd("QuantDsl");
        if (have > 0)
            request.Headers.Range = new(have, null);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    private static async Task CopyAsync(Stream content, PartialFile part, long start, Action<long> arrived, CancellationToken cancellation)
    {
        const int chunk = 1 << 17;
        await using FileStream target = part.Open(start);
        byte[] buffer = new byte[chunk];
        while (true)
        {
            int read = await ReadAsync().ConfigureAwait(false);
            if (read == 0)
                return;
            await part.WriteAsync(target, buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            arrived(target.Position);
        }

        async Task<int> ReadAsync()
        {
            try
            {
                return await content.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            }
            catch (IOException cause) when (cause is not HttpIOException)
            {
                throw new FetchException($"the connection broke ({cause.Message})", mayRetry: true, cause);
            }
        }
    }

    private void Note(DownloadFile file, string note) => progress?.Report(new DownloadProgress(file.Name, 0, null, note));
}
