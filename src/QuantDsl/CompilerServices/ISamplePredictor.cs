namespace QuantDsl.CompilerServices;

/// <summary>A network that predicts, on whatever device.</summary>
internal interface ISamplePredictor
{
    /// <summary>The declared batch.</summary>
    int Batch { get; }

    /// <summary>Logits of samples.</summary>
    /// <param name="inputs">Any number of samples, row-major.</param>
    /// <param name="logits">Receives their logits, row-major.</param>
    void Predict(NetworkInput inputs, Span<float> logits);
}
