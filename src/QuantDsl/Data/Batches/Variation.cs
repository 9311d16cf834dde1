namespace QuantDsl.Data;

/// <summary>
/// The random augmentation of an example in an epoch. It depends only on the seed of the run, the epoch and the example, not on the thread.
/// </summary>
/// <param name="Augmentation">The kinds of augmentation.</param>
/// <param name="Seed">Seed of the random choices.</param>
internal readonly record struct Variation(Augmentation Augmentation, ulong Seed)
{
    private const ulong Stream = 0x4175676D656E74; // "Augment" in ASCII, so that Dataset.Order uses other random numbers.

    /// <summary>The seed of an epoch.</summary>
    public static ulong OfEpoch(long seed, int epoch) => SplitMix64.Mix(SplitMix64.Mix(Stream, unchecked((ulong)seed)), (uint)epoch);

    /// <summary>The augmentation of an example in an epoch; null if there is none.</summary>
    public static Variation? Of(Augmentation? augmentation, ulong epochSeed, long index) =>
        augmentation is null ? null : new Variation(augmentation, SplitMix64.Mix(epochSeed, (ulong)index));
}
