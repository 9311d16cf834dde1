namespace QuantDsl.Generators.Operations;

/// <summary>A value that an operation reads.</summary>
/// <param name="Source">The operation that made it.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record Operand(Operation Source, Shape Shape);
