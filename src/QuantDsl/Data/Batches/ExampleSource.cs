using System.Security.Cryptography;

namespace QuantDsl.Data;

/// <summary>Produces examples when a minibatch needs them, from files or from 8-bit pixels.</summary>
internal abstract class ExampleSource
{
    /// <summary>Number of examples.</summary>
    public abstract long Count { get; }

    /// <summary>Shape of one example, without the batch axis.</summary>
    public abstract long[] Shape { get; }

    /// <summary>How pixels are normalised; null if examples do not come from pixels.</summary>
    public abstract Normalization? Normalization { get; }

    /// <summary>Whether the source scales images of any size.</summary>
    public bool ScalesImages => ShorterSide is not null;

    /// <summary>
    /// To how many pixels the shorter side of an image is scaled, or <see cref="Formats.DataFacts.UsualSide"/>; null if images have a size.
    /// </summary>
    public virtual int? ShorterSide => null;

    /// <summary>Number of threads that the source can use.</summary>
    public abstract int Threads { get; }

    /// <summary>Adds all that the examples depend on, except for their normalization, to a hash.</summary>
    public abstract void AppendTo(IncrementalHash hash);

    /// <summary>Produces an example, augmented if asked for. Safe for concurrent use.</summary>
    /// <param name="index">Index of the example.</param>
    /// <param name="variation">The augmentation; null: none.</param>
    /// <param name="example">Receives the values, as many as <see cref="Shape"/> says.</param>
    /// <exception cref="DatasetException">The example cannot be read; the message names the file.</exception>
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

    /// <summary>Reads an example without augmentation, except for the choice of a region.</summary>
    /// <param name="index">Index of the example.</param>
    /// <param name="region">For sources that scale images, the region to use; null: the one that evaluation uses.</param>
    /// <param name="example">Receives the values.</param>
    protected internal abstract void Read(long index, RandomRegion? region, Span<float> example);
}
