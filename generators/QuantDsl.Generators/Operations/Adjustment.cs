namespace QuantDsl.Generators.Operations;

/// <summary>An operation with one argument changed.</summary>
/// <param name="Argument">Name of the argument.</param>
/// <param name="Operation">The operation with it.</param>
internal sealed record Adjustment(string Argument, WeightedOperation Operation);
