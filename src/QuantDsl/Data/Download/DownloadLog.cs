namespace QuantDsl.Data;

/// <summary>Writes progress as lines of text: one per tenth of a file, and one per note.</summary>
internal sealed class DownloadLog(TextWriter writer) : IProgress<DownloadProgress>
{
    private const int Parts = 10;

    private (string File, long Part) _last;

    public void Report(DownloadProgress value)
    {
        (string, long) part = (value.File, value.TotalBytes is > 0 and { } total ? value.Bytes * Parts / total : 0);
        if (value.Note is null && part == _last)
            return;
        _last = part;
        writer.WriteLine(value);
    }
}
