namespace QuantDsl.CompilerServices;

/// <summary>What forms of weights have in common that only predictions use.</summary>
internal static class ForPrediction
{
    /// <summary>The answer to whoever takes one for training.</summary>
    public static NotSupportedException HasNoGradient() =>
        new("Codes are packed for predictions, which have no backward pass. Train with the form that the network of the model has.");
}
