using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>The examples of a tensor as a source, so that they can be augmented. The tensor remains the caller's.</summary>
internal sealed class TensorExamples(Tensor inputs, Normalization? normalization) : ExampleSource
{
    public override long Count { get; } = inputs.shape[0];

    public override long[] Shape { get; } = inputs.shape[1..];

    public override Normalization? Normalization => normalization;

    public override int Threads => 1;

    protected internal override void Read(long index, RandomRegion? region, Span<float> example)
    {
        using Tensor row = inputs.narrow(0, index, 1);
        MemoryMarshal.Cast<byte, float>(row.bytes).CopyTo(example);
    }
}
