namespace QuantDsl.Generators.Kernels;

/// <summary>[samples][features], each sample at the beginning of a cache line.</summary>
internal sealed record FeatureLayout(int Features) : Layout
{
    public override string Text => $"{Features}";

    public override long? FloatsOfSample => Features;

    /// <summary>From a sample to the next.</summary>
    public int Stride => (int)Unaligned(Features);

    public override long PerSample => Stride;
}
