namespace QuantDsl.Generators.Kernels;

/// <summary>[samples][positions][features], each sample at the beginning of a cache line.</summary>
internal sealed record SequenceLayout(int Length, int Features) : Layout
{
    public override string Text => $"{Length}×{Features}";

    public override long? FloatsOfSample => (long)Length * Features;

    /// <summary>From a sample to the next.</summary>
    public long Stride => Unaligned(FloatsOfSample!.Value);

    public override long PerSample => Stride;
}
