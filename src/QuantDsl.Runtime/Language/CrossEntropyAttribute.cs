namespace QuantDsl;

/// <summary>Loss: mean over the batch, and in a sequence over its positions, of the cross-entropy of softmax(logits).</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CrossEntropyAttribute : Attribute;
