using System.Security.Cryptography;

namespace QuantDsl.Data;

/// <summary>Images held as 8-bit pixels, a quarter of the memory of float32 inputs, and normalised when a minibatch needs them.</summary>
internal sealed class PixelExamples(PixelBlocks pixels, long[] shape, Normalization normalization) : ExampleSource
{
    private readonly PixelTable _table = normalization.ToTable();

    public override long Count => pixels.Count;

    public override long[] Shape => shape;

    public override Normalization Normalization => normalization;

    /// <summary>One thread is enough: a table look-up per pixel is faster than any training.</summary>
    public override int Threads => 1;

    public override void AppendTo(IncrementalHash hash)
    {
        for (long index = 0; index < pixels.Count; index++)
            hash.AppendData(pixels[index]);
    }

    protected internal override void Read(long index, RandomRegion? region, Span<float> example) => _table.Apply(pixels[index], example);
}
