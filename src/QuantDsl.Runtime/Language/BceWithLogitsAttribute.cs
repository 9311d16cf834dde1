namespace QuantDsl;

/// <summary>
/// Loss for several labels at a time, each of which may hold or not: the binary cross-entropy −t·ln σ(y) − (1 − t)·ln(1 − σ(y)) in nats,
/// averaged over the batch, the positions of a sequence and the outputs, as in PyTorch's <c>BCEWithLogitsLoss</c>. Labels are float32 from
/// 0 to 1, as many as outputs. The last layer gives logits: the loss itself applies the sigmoid σ.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BceWithLogitsAttribute : Attribute;
