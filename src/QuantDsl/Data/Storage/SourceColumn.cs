using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>Inputs that a source produces when they are needed.</summary>
internal sealed unsafe class SourceColumn(ExampleSource source, Device device) : TypedColumn<float>(source.Count, source.Shape, device)
{
    private readonly ThreadBuffer<float> _buffer = new();

    public ExampleSource Source => source;

    public override Tensor? Tensor => null;

    public override Tensor Take(long start, long size, Device device) => Make(LongRange(start, size), device);

    public override Tensor Take(Tensor indices, Device device) => Make(TensorFill.Values(indices), device);

    public override ReadOnlySpan<float> Read(long start, long size) => Make(LongRange(start, size)).AsSpan(0, LengthOf(size));

    public override void Gather(ReadOnlySpan<long> indices, Span<float> rows)
    {
        fixed (float* target = rows)
            BatchWorkers.Fill(source, indices.ToArray(), target);
    }

    public override SourceColumn Subset(long[] indices) => new(new ExampleSubset(source, indices), Device);

    public override SourceColumn To(Device device) => new(source, device);

    public override void Dispose() => _buffer.Dispose();

    private Tensor Make(long[] indices, Device device) =>
        TensorFill.Copy(Make(indices), [indices.LongLength, .. RowShape], device);

    /// <summary>Produces rows in the buffer of the calling thread.</summary>
    private float[] Make(long[] indices)
    {
        int length = LengthOf(indices.LongLength);
        float[] rows = _buffer.AtLeast(length);
        Gather(indices, rows.AsSpan(0, length));
        return rows;
    }

    private static long[] LongRange(long start, long count)
    {
        long[] numbers = new long[count];
        for (long i = 0; i < count; i++)
            numbers[i] = start + i;
        return numbers;
    }
}
