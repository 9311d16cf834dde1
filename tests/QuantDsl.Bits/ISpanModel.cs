namespace QuantDsl.Bits;

/// <summary>A model with the members that take spans.</summary>
internal interface ISpanModel<TSelf> : IQuantModel<TSelf>
    where TSelf : ISpanModel<TSelf>
{
    /// <summary>One LAQ step.</summary>
    float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>One step with backtracking.</summary>
    float BacktrackStep(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>Logits.</summary>
    void Predict(ReadOnlySpan<float> inputs, Span<float> logits);
}
