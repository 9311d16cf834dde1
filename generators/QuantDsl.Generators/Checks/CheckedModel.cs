using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>A declaration with what the rules find in it.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Findings">Errors and warnings, those of the parser too.</param>
internal sealed record CheckedModel(ModelDeclaration Declaration, EquatableArray<Finding> Findings);
