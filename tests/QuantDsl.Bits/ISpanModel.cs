namespace QuantDsl.Bits;

/// <summary>A model with the members that take spans.</summary>
/// <typeparam name="TSelf">The model.</typeparam>
/// <typeparam name="TInput">float32, or int32 for token ids.</typeparam>
internal interface ISpanModel<TSelf, TInput> : IQuantModel<TSelf>
    where TSelf : ISpanModel<TSelf, TInput>
    where TInput : unmanaged
{
    /// <summary>One LAQ step.</summary>
    float Step(ReadOnlySpan<TInput> inputs, ReadOnlySpan<int> labels);

    /// <summary>One step with backtracking.</summary>
    float BacktrackStep(ReadOnlySpan<TInput> inputs, ReadOnlySpan<int> labels);

    /// <summary>Logits.</summary>
    void Predict(ReadOnlySpan<TInput> inputs, Span<float> logits);
}
