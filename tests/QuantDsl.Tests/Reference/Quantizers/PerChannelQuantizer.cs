namespace QuantDsl.Tests.Reference;

/// <summary>
/// One scale (or pair) per output channel: the weights are [out, …] in row-major order, and each of the <paramref name="rows"/> rows is
/// quantized on its own.
/// </summary>
public sealed class PerChannelQuantizer(IQuantizer inner, int rows) : IQuantizer
{
    public IQuantizer Inner => inner;

    public int Rows => rows;

    public bool IsQuantized => inner.IsQuantized;

    public int ScaleCount => rows * inner.ScaleCount;

    public Quantization Quantize(double[] w, double[] d, double[] previousScales)
    {
        int columns = w.Length / rows;
        if (rows * columns != w.Length) throw new ArgumentException($"{w.Length} weights do not divide into {rows} rows.");

        List<double> scales = [];
        List<double> levels = [];
        List<double> values = [];
        for (int row = 0; row < rows; row++)
        {
            int start = row * columns;
            int end = start + columns;
            double[] previous = previousScales[(row * inner.ScaleCount)..((row + 1) * inner.ScaleCount)];
            Quantization result = inner.Quantize(w[start..end], d[start..end], previous);
            scales.AddRange(result.Scales);
            levels.AddRange(result.Levels);
            values.AddRange(result.Values);
        }

        return new Quantization([.. scales], [.. levels], [.. values]);
    }
}
