namespace QuantDsl.Generators.Kernels;

/// <summary>[samples][features], each sample at the beginning of a cache line.</summary>
internal sealed record FeatureLayout(int Features) : Layout
{
    private const int Page = 1024; // in float32 numbers

    public override string Text => $"{Features}";

    public override long? FloatsOfSample => Features;

    /// <summary>From a sample to the next. Multiples of a page would fall into the same few lines of a cache.</summary>
    public int Stride
    {
        get
        {
            int rounded = (int)Rounded(Features);
            return rounded % Page == 0 ? rounded + (int)Rounded(1) : rounded;
        }
    }

    public override long PerSample => Stride;
}
