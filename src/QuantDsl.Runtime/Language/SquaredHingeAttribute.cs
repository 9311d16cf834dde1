namespace QuantDsl;

/// <summary>
/// Loss: max(0, 1 − t·y)² with t = +1 for the true class and −1 for the others, averaged over batch, positions of a sequence and classes.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SquaredHingeAttribute : Attribute;
