namespace QuantDsl;

/// <summary>Accuracy and loss of a model on a data set, computed with quantized weights and running statistics.</summary>
/// <param name="Accuracy">Fraction of correct predictions, in [0, 1].</param>
/// <param name="Loss">
/// Mean of the declared loss over samples and, in sequences, positions: squared hinge, or cross-entropy in nats. NaN or infinite if
/// a prediction is.
/// </param>
public readonly record struct Evaluation(double Accuracy, double Loss);
