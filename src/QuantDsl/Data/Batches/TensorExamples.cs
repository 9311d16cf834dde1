using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>The examples of a tensor, to augment them. It borrows the tensor.</summary>
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
