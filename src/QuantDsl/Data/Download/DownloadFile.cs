namespace QuantDsl.Data;

/// <summary>A file of a data set, and where it is published.</summary>
/// <param name="Name">Its name, on the server and on disk.</param>
/// <param name="Mirrors">The addresses, in order of preference.</param>
/// <param name="Checksum">
/// The published checksum; null if there is none, as for a file that the publisher changes from time to time.
/// </param>
/// <param name="Text">For a file without a checksum: words that its first 64 kB must contain.</param>
/// <param name="LeastBytes">For a file without a checksum: its minimum length.</param>
internal sealed record DownloadFile(string Name, Uri[] Mirrors, Checksum? Checksum, string Text = "", long LeastBytes = 0)
{
    private const int Beginning = 1 << 16;

    /// <summary>Checks that the file at a path is this one; returns what is wrong, or null.</summary>
    public async Task<string?> FaultAsync(string path, CancellationToken cancellation)
    {
        const FileOptions options = FileOptions.Asynchronous | FileOptions.SequentialScan;
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, options);
        if (Checksum is not null)
        {
            string found = await Checksum.ComputeAsync(file, cancellation).ConfigureAwait(false);
            return Checksum.Matches(found) ? null : $"expected {Checksum}, found {found}";
        }

        if (file.Length < LeastBytes)
            return FormattableString.Invariant($"expected at least {LeastBytes:N0} bytes, found {file.Length:N0}");
        byte[] beginning = new byte[Math.Min(Beginning, file.Length)];
        await file.ReadExactlyAsync(beginning, cancellation).ConfigureAwait(false);
        bool isRight = System.Text.Encoding.UTF8.GetString(beginning).Contains(Text, StringComparison.OrdinalIgnoreCase);
        return isRight ? null : $"expected '{Text}' near its beginning, found other content";
    }
}
