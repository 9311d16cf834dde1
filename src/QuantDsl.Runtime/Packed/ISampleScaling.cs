namespace QuantDsl.Data;

/// <summary>Makes the numbers of a sample, as its source has them, those that a network was trained on.</summary>
/// <typeparam name="T">byte for pixels, float for columns of a table.</typeparam>
internal interface ISampleScaling<T>
{
    /// <summary>Scales one sample, or several where that makes no difference.</summary>
    void Apply(ReadOnlySpan<T> values, Span<float> inputs);
}
