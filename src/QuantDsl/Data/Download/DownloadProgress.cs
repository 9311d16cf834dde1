using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>Progress of a download.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Bytes">Number of bytes received so far.</param>
/// <param name="TotalBytes">Length of the whole file in bytes; null if the server does not say.</param>
/// <param name="Note">An event, such as the completion of the file or the failure of a mirror; null while bytes arrive.</param>
public sealed record DownloadProgress(string File, long Bytes, long? TotalBytes, string? Note)
{
    private const double Megabyte = 1e6;

    /// <summary>Returns a receiver that writes lines of text: one per tenth of a file, and one per note.</summary>
    /// <param name="writer">Receives the lines, for example <see cref="Console.Error"/>.</param>
    public static IProgress<DownloadProgress> To(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new DownloadLog(writer);
    }

    /// <summary>A line of text, for example <c>cifar-10-binary.tar.gz: 12.3 of 170.1 MB</c>.</summary>
    public override string ToString()
    {
        if (Note is not null)
            return $"{File}: {Note}";
        return TotalBytes is { } total
            ? Invariant($"{File}: {Bytes / Megabyte:F1} of {total / Megabyte:F1} MB")
            : Invariant($"{File}: {Bytes / Megabyte:F1} MB");
    }
}
