using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>What a download is at.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Bytes">Bytes that are here.</param>
/// <param name="TotalBytes">Bytes of the whole file; null if the server does not say.</param>
/// <param name="Note">What happened: the file is complete, a mirror failed. Null while bytes arrive.</param>
public sealed record DownloadProgress(string File, long Bytes, long? TotalBytes, string? Note)
{
    private const double Megabyte = 1e6;

    /// <summary>Writes what happens as lines of text; of the bytes that arrive, a line for every tenth of a file.</summary>
    /// <param name="writer">Receives the lines, for example <see cref="Console.Error"/>.</param>
    public static IProgress<DownloadProgress> To(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new DownloadLog(writer);
    }

    /// <summary>A line for people, for example <c>cifar-10-binary.tar.gz: 12.3 of 170.1 MB</c>.</summary>
    public override string ToString()
    {
        if (Note is not null)
            return $"{File}: {Note}";
        return TotalBytes is { } total
            ? Invariant($"{File}: {Bytes / Megabyte:F1} of {total / Megabyte:F1} MB")
            : Invariant($"{File}: {Bytes / Megabyte:F1} MB");
    }
}
