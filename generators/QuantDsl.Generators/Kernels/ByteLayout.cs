namespace QuantDsl.Generators.Kernels;

/// <summary>[samples][bytes].</summary>
internal sealed record ByteLayout(long BytesOfSample) : Layout
{
    public override string Text => $"{BytesOfSample} bytes";

    public override long Floats(int batch) => Rounded(((batch * BytesOfSample) + 3) / 4);
}
