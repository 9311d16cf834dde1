using System.Security.Cryptography;
using QuantDsl.Data;

namespace QuantDsl.Tests.Data;

/// <summary>Examples that count how many of them were made; one may be bad.</summary>
internal sealed class CountingExamples(int count) : ExampleSource
{
    private int _made;

    public int Made => Volatile.Read(ref _made);

    public int Bad { get; init; } = -1;

    public override long Count => count;

    public override long[] Shape { get; } = [1, 2, 2];

    public override Normalization? Normalization => null;

    public override int Threads => 2;

    public override void AppendTo(IncrementalHash hash) => hash.AppendData([(byte)Count]);

    protected internal override void Read(long index, RandomRegion? region, Span<float> example)
    {
        if (index == Bad)
            throw new DatasetException($"file {index}");
        example.Fill(index);
        Interlocked.Increment(ref _made);
    }
}
