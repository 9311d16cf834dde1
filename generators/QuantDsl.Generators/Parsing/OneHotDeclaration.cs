using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[OneHot]</c>.</summary>
internal sealed record OneHotDeclaration(int Vocabulary, Place Place);
