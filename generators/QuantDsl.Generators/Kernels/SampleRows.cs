namespace QuantDsl.Generators.Kernels;

/// <summary>[rows][samples][numbers]: what samples leave for a sum over the batch.</summary>
internal sealed record SampleRows(int Rows, int Numbers) : Layout
{
    public override string Text => Rows == 1 ? $"{Numbers} a sample" : $"{Rows}×{Numbers} a sample";

    public override long PerSample => Rounded((long)Rows * Numbers);
}
