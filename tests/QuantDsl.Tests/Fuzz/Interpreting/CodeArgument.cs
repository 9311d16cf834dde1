namespace QuantDsl.Tests.Fuzz;

/// <summary>An argument of a call.</summary>
/// <param name="Name">Its name, if it is named.</param>
/// <param name="Value">What it gives; null where that depends on the parameter's type, as with <c>default</c>.</param>
/// <param name="To">The argument as a value of a type.</param>
internal sealed record CodeArgument(string? Name, Code? Value, Func<Type, Code> To);
