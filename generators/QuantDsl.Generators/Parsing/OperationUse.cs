using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary>An operation where the user wrote it.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Anchor">Its attribute.</param>
internal sealed record OperationUse(Operation Operation, Anchor Anchor);
