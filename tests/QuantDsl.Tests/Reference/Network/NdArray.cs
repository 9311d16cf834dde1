namespace QuantDsl.Tests.Reference;

/// <summary>A dense row-major array: [N, features] or [N, C, H, W]; the batch axis comes first.</summary>
public sealed class NdArray
{
    public NdArray(int[] shape, double[]? data = null)
    {
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        if (data is not null && data.Length != length)
        {
            throw new ArgumentException($"Shape [{string.Join(", ", shape)}] holds {length} numbers, not {data.Length}.");
        }

        Shape = shape;
        Data = data ?? new double[length];
    }

    public int[] Shape { get; }

    public double[] Data { get; }

    /// <summary>N.</summary>
    public int Batch => Shape[0];

    /// <summary>The numbers per sample.</summary>
    public int Features => Data.Length / Batch;

    /// <summary>C of [N, C, H, W], features of [N, features].</summary>
    public int Channels => Shape[1];

    /// <summary>H·W of [N, C, H, W], 1 of [N, features].</summary>
    public int PixelsPerChannel => Features / Channels;

    /// <summary>Element of [N, features], or of anything flattened to that.</summary>
    public ref double this[int n, int i] => ref Data[n * Features + i];

    /// <summary>Element of [N, C, H, W].</summary>
    public ref double this[int n, int c, int y, int x] => ref Data[((n * Shape[1] + c) * Shape[2] + y) * Shape[3] + x];

    /// <summary>Zeros of the same shape.</summary>
    public NdArray ZerosLike() => new(Shape);

    /// <summary>The same numbers under another shape.</summary>
    public NdArray Reshaped(int[] shape) => new(shape, Data);
}
