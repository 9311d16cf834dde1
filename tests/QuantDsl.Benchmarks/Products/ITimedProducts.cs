namespace QuantDsl.Benchmarks.Products;

/// <summary>The products of a layer, on one thread.</summary>
internal interface ITimedProducts : IDisposable
{
    /// <summary>Multiplications and additions of each of the three products.</summary>
    double Operations { get; }

    void Forward();

    void InputGradient();

    void WeightGradient();
}
