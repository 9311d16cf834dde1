namespace QuantDsl.Data;

/// <summary>A file of a data set, and where it is published.</summary>
/// <param name="Name">What it is called, here and there.</param>
/// <param name="Mirrors">The addresses, the best first.</param>
/// <param name="Checksum">What its bytes must give; null where the publisher changes the file now and then.</param>
/// <param name="Text">Words that a file without checksum begins with, somewhere in its first 64 kB.</param>
/// <param name="LeastBytes">The least length of a file without checksum.</param>
internal sealed record DownloadFile(string Name, Uri[] Mirrors, Checksum? Checksum, string Text = "", long LeastBytes = 0)
{
    private const int Beginning = 1 << 16;

    /// <summary>What is wrong with a file that should be this one; null: nothing.</summary>
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
        var beginning = new byte[Math.Min(Beginning, file.Length)];
        await file.ReadExactlyAsync(beginning, cancellation).ConfigureAwait(false);
        bool isRight = System.Text.Encoding.UTF8.GetString(beginning).Contains(Text, StringComparison.OrdinalIgnoreCase);
        return isRight ? null : $"expected '{Text}' near its beginning, found other content";
    }
}
