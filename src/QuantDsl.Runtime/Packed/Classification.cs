namespace QuantDsl;

/// <summary>What a model takes a sample for.</summary>
/// <param name="Class">The class with the largest logit; of equal ones the first.</param>
/// <param name="Probability">Softmax of the logits at that class: a probability if the model was trained with cross-entropy.</param>
/// <param name="Name">Name of the class; null if the file has no names.</param>
public readonly record struct Classification(int Class, float Probability, string? Name);
