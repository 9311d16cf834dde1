namespace QuantDsl;

/// <summary>What a model does on a data set, with quantized weights and running statistics.</summary>
/// <param name="Accuracy">Share of right predictions, in [0, 1].</param>
/// <param name="Loss">
/// Mean of the declared loss over samples and, in sequences, positions: squared hinge, or cross-entropy in nats. Not finite where a
/// prediction is not.
/// </param>
public readonly record struct Evaluation(double Accuracy, double Loss);
