namespace QuantDsl;

/// <summary>Loss: the cross-entropy of softmax(logits) in nats, averaged over the batch and, for sequences, over the positions.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CrossEntropyAttribute : Attribute;
