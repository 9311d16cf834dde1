namespace QuantDsl.Tests.Fuzz;

/// <summary>An expression that was read: what it gives for variables.</summary>
internal delegate object? Code(Variables variables);
