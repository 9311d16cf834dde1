using System.Runtime.Intrinsics.X86;

namespace QuantDsl.Data;

/// <summary>
/// Tells the processor what will be read soon. It cannot guess which row follows in a random order: with the hint, gathering images takes a
/// quarter less time. Where there is no such instruction, nothing happens.
/// </summary>
internal static unsafe class CacheHint
{
    private const int Line = 64; // bytes
    private const int Most = 4096; // bytes; the processor itself continues a longer row

    /// <summary>Requests a row, or the beginning of a long one.</summary>
    public static void WillRead<T>(ReadOnlySpan<T> row)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        fixed (T* first = row)
        {
            long bytes = Math.Min(Most, (long)row.Length * sizeof(T));
            for (long at = 0; at < bytes; at += Line)
                Sse.Prefetch0((byte*)first + at);
        }
    }
}
