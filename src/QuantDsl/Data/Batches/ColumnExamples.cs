using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QuantDsl.Data;

/// <summary>The inputs of a data set in memory as a source, so that they can be augmented.</summary>
internal sealed class ColumnExamples(TypedColumn<float> inputs, Normalization? normalization) : ExampleSource
{
    public override long Count => inputs.Count;

    public override long[] Shape => inputs.RowShape;

    public override Normalization? Normalization => normalization;

    public override int Threads => 1;

    public override void AppendTo(IncrementalHash hash) => inputs.ReadAll(part => hash.AppendData(MemoryMarshal.AsBytes(part)));

    protected internal override void Read(long index, RandomRegion? region, Span<float> example) => inputs.Gather([index], example);
}
