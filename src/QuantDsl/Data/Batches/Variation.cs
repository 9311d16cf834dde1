namespace QuantDsl.Data;

/// <summary>How an example differs in an epoch: a function of the run, the epoch and the example only, whatever thread makes it.</summary>
/// <param name="Augmentation">What may vary.</param>
/// <param name="Seed">What draws it.</param>
internal readonly record struct Variation(Augmentation Augmentation, ulong Seed)
{
    private const ulong Stream = 0x4175676D656E74; // "Augment" in ASCII: never the random numbers of Dataset.Order.

    /// <summary>The seed of an epoch.</summary>
    public static ulong OfEpoch(long seed, int epoch) => SplitMix64.Mix(SplitMix64.Mix(Stream, unchecked((ulong)seed)), (uint)epoch);

    /// <summary>The variation of an example in an epoch; null without augmentation.</summary>
    public static Variation? Of(Augmentation? augmentation, ulong epochSeed, long index) =>
        augmentation is null ? null : new Variation(augmentation, SplitMix64.Mix(epochSeed, (ulong)index));
}
