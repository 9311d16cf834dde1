namespace QuantDsl;

/// <summary>Loss: mean over batch, positions of a sequence and classes of max(0, 1 − t·y)², with t = +1 for the true class and −1 for the others.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SquaredHingeAttribute : Attribute;
