namespace QuantDsl;

/// <summary>Accuracy and loss of a model on a data set, computed with quantized weights and running statistics.</summary>
/// <param name="Accuracy">
/// Fraction of correct predictions, in [0, 1]; with several labels at a time, of correct labels: a logit above 0 says that a label holds.
/// NaN for a regression, which has none.
/// </param>
/// <param name="Loss">
/// Mean of the declared loss over samples and, in sequences, positions, for example the mean squared error, or cross-entropy in nats; where
/// classes have weights, over the weights of the true classes. NaN or infinite if a prediction is.
/// </param>
public readonly record struct Evaluation(double Accuracy, double Loss)
{
    /// <summary>Both in words, the same in every culture: <c>accuracy 98.50 %, loss 0.0421</c>; for a regression <c>loss 0.0421</c>.</summary>
    public override string ToString() => double.IsNaN(Accuracy)
        ? FormattableString.Invariant($"loss {Loss:G4}")
        : FormattableString.Invariant($"accuracy {100 * Accuracy:F2} %, loss {Loss:G4}");
}
