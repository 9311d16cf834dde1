namespace QuantDsl.Data;

/// <summary>
/// Draws sets of digits: balanced classes in random order, each image with a seed of its own, so that threads do not matter.
/// </summary>
internal static class DigitDrawing
{
    public const int Classes = 10;

    /// <summary>Draws images and labels, which depend only on seed, part and count.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="part">0 for training, 1 for test; no two images of different parts have the same seed.</param>
    /// <param name="threads">Maximum number of threads; −1: no limit.</param>
    public static (byte[] Pixels, long[] Labels) Draw(int count, long seed, int part, int threads = -1)
    {
        long[] labels = new long[count];
        for (int i = 0; i < count; i++)
            labels[i] = i % Classes;
        new SplitMix64(SplitMix64.Mix(Key(seed), (ulong)part)).Shuffle(labels);

        byte[] pixels = new byte[(long)count * GlyphRenderer.Pixels];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            GlyphRenderer.Draw((int)labels[i], ImageSeed(seed, part, i), pixels.AsSpan(i * GlyphRenderer.Pixels, GlyphRenderer.Pixels)));
        return (pixels, labels);
    }

    /// <summary>The seed of an image. For a given seed it is different for every (part, index), because the mix is a bijection.</summary>
    internal static ulong ImageSeed(long seed, int part, int index) =>
        SplitMix64.Mix(~Key(seed), ((ulong)part << 32) | (uint)index);

    private static ulong Key(long seed) => unchecked((ulong)seed);
}
