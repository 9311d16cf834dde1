namespace QuantDsl.Generators.Kernels;

/// <summary>
/// [samples][positions][features], each sample at the beginning of a cache line, with a border of zeros before and behind its positions.
/// </summary>
internal sealed record SequenceLayout(int Length, int Features, int Border = 0) : Layout
{
    public override string Text => $"{Length}×{Features}" + (Border == 0 ? "" : $" + {Border}");

    public override long? FloatsOfSample => (Length + (2L * Border)) * Features;

    /// <summary>From a sample to the next.</summary>
    public long Stride => Unaligned(FloatsOfSample!.Value);

    public override long PerSample => Stride;
}
