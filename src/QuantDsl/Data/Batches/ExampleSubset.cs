using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QuantDsl.Data;

/// <summary>A subset of another source's examples.</summary>
internal sealed class ExampleSubset(ExampleSource whole, long[] indices) : ExampleSource
{
    public override long Count => indices.LongLength;

    public override long[] Shape => whole.Shape;

    public override Normalization? Normalization => whole.Normalization;

    public override int? ShorterSide => whole.ShorterSide;

    public override int Threads => whole.Threads;

    public override void AppendTo(IncrementalHash hash)
    {
        whole.AppendTo(hash);
        hash.AppendData(MemoryMarshal.AsBytes<long>(indices));
    }

    protected internal override void Read(long index, RandomRegion? region, Span<float> example) =>
        whole.Read(indices[index], region, example);
}
