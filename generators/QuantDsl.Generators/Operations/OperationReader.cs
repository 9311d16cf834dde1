namespace QuantDsl.Generators.Operations;

/// <summary>How an operation is written.</summary>
/// <param name="Name">Name of the attribute, without its suffix.</param>
/// <param name="Read">Makes the operation from the attribute's constants.</param>
/// <param name="Example">Arguments that are right, as they are written.</param>
/// <param name="IsWeighted">Whether a layer begins with it.</param>
internal sealed record OperationReader(string Name, Func<AttributeValues, Operation> Read, string Example, bool IsWeighted = false);
