using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QuantDsl.Data;

/// <summary>The rows of another source, standardised.</summary>
internal sealed class StandardizedExamples(ExampleSource rows, ColumnScaling columns) : ExampleSource
{
    public override long Count => rows.Count;

    public override long[] Shape => rows.Shape;

    public override Normalization? Normalization => rows.Normalization;

    public override int Threads => rows.Threads;

    public override void AppendTo(IncrementalHash hash)
    {
        rows.AppendTo(hash);
        hash.AppendData(MemoryMarshal.AsBytes<float>(columns.Means));
        hash.AppendData(MemoryMarshal.AsBytes<float>(columns.Deviations));
    }

    protected internal override void Read(long index, RandomRegion? region, Span<float> example)
    {
        rows.Read(index, region, example);
        columns.Apply(example, example);
    }
}
