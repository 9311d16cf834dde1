using QuantDsl.Data;

namespace QuantDsl.Tests.Data;

/// <summary>Streamed data sets for the tests.</summary>
internal static class StreamedData
{
    public static Dataset Of(ExampleSource source) =>
        Dataset.FromSource(source, new int[source.Count], "streamed", 2);

    /// <summary>Images of 1×6×6, held as pixels, that all differ.</summary>
    public static Dataset Numbered(int count) => Pixels(count, step: 7);

    /// <summary>Images of 1×6×6, held as pixels, that are all the same.</summary>
    public static Dataset Equal(int count) => Pixels(count, step: 0);

    private static Dataset Pixels(int count, int step)
    {
        var pixels = new PixelBlocks(36);
        pixels.Add([.. Enumerable.Range(0, count * 36).Select(i => (byte)((i / 36 * step) + (i % 36)))]);
        return Of(new PixelExamples(pixels, [1, 6, 6], new Normalization(0.5f, 0.5f)));
    }
}
