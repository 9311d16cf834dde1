namespace QuantDsl.Generators.Kernels;

/// <summary>[samples][height][width][channels], each sample within a border of zeros.</summary>
internal sealed record ImageLayout(int Height, int Width, int Channels, int Border = 0) : Layout
{
    public override string Text => $"{Height}×{Width}×{Channels}" + (Border == 0 ? "" : $" + {Border}");

    public override long? FloatsOfSample => (Height + (2L * Border)) * (Width + (2L * Border)) * Channels;

    public override long PerSample => Rounded(FloatsOfSample!.Value);
}
