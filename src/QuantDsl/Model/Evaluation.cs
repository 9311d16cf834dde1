namespace QuantDsl;

/// <summary>Accuracy and loss of a model on a data set, computed with quantized weights and running statistics.</summary>
/// <param name="Accuracy">Fraction of correct predictions, in [0, 1].</param>
/// <param name="Loss">
/// Mean of the declared loss over samples and, in sequences, positions: squared hinge, or cross-entropy in nats. NaN or infinite if
/// a prediction is.
/// </param>
public readonly record struct Evaluation(double Accuracy, double Loss)
{
    /// <summary>Both in words, the same in every culture: <c>accuracy 98.50 %, loss 0.0421</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"accuracy {100 * Accuracy:F2} %, loss {Loss:G4}");
}
