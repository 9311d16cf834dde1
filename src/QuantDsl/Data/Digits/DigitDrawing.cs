namespace QuantDsl.Data;

/// <summary>Sets of drawn digits: balanced classes in random order, every image from its own seed, so that threads do not matter.</summary>
internal static class DigitDrawing
{
    public const int Classes = 10;

    /// <summary>Images and labels, a function of (seed, part, count) only.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="part">0 for training, 1 for test: parts never share the seed of an image.</param>
    /// <param name="threads">At most so many threads; −1 for as many as there are.</param>
    public static (byte[] Pixels, long[] Labels) Draw(int count, long seed, int part, int threads = -1)
    {
        var labels = new long[count];
        for (int i = 0; i < count; i++)
            labels[i] = i % Classes;
        new SplitMix64(SplitMix64.Mix(Key(seed), (ulong)part)).Shuffle(labels);

        var pixels = new byte[(long)count * GlyphRenderer.Pixels];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            GlyphRenderer.Draw((int)labels[i], ImageSeed(seed, part, i), pixels.AsSpan(i * GlyphRenderer.Pixels, GlyphRenderer.Pixels)));
        return (pixels, labels);
    }

    /// <summary>Distinct for every (part, index) under one seed, because the mix is a bijection of (part, index).</summary>
    internal static ulong ImageSeed(long seed, int part, int index) =>
        SplitMix64.Mix(~Key(seed), ((ulong)part << 32) | (uint)index);

    private static ulong Key(long seed) => unchecked((ulong)seed);
}
