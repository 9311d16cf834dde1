namespace QuantDsl.Data;

/// <summary>Examples that are made when a minibatch needs them: read from files, or from 8-bit pixels.</summary>
internal abstract class ExampleSource
{
    /// <summary>The number of examples.</summary>
    public abstract long Count { get; }

    /// <summary>The shape of one example, without the batch axis.</summary>
    public abstract long[] Shape { get; }

    /// <summary>How pixels become inputs; null where they are none.</summary>
    public abstract Normalization? Normalization { get; }

    /// <summary>Whether images come in any size and are scaled.</summary>
    public virtual bool ScalesImages => false;

    /// <summary>How many threads one may usefully make examples with.</summary>
    public abstract int Threads { get; }

    /// <summary>Makes an example; several threads may ask at once.</summary>
    /// <param name="index">Which.</param>
    /// <param name="variation">How to vary it; null: as it is.</param>
    /// <param name="example">Receives as many numbers as <see cref="Shape"/> has.</param>
    /// <exception cref="DatasetException">It cannot be read; the message names the file.</exception>
    public void Make(long index, Variation? variation, Span<float> example)
    {
        if (variation is not { } drawn)
        {
            Read(index, null, example);
            return;
        }

        (Augmentation augmentation, ulong seed) = drawn;
        var random = new SplitMix64(seed);
        Read(index, augmentation.RandomResizedCrop ? RandomRegion.Draw(augmentation, ref random) : null, example);
        ShiftAndFlip.Apply(augmentation, ref random, Shape, Normalization, example);
    }

    /// <summary>Reads an example.</summary>
    /// <param name="index">Which.</param>
    /// <param name="region">What part of an image to see, for sources that scale images; null: what evaluation sees.</param>
    /// <param name="example">Receives the numbers.</param>
    protected internal abstract void Read(long index, RandomRegion? region, Span<float> example);
}
