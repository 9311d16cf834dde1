namespace QuantDsl.Generators.Kernels;

/// <summary>[samples][bytes].</summary>
internal sealed record ByteLayout(long BytesOfSample) : Layout
{
    public override string Text => $"{BytesOfSample} bytes";

    public override long PerSample => Rounded((BytesOfSample + 3) / 4);
}
