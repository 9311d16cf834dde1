using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Parsing;

/// <summary>Levels; the values are those of <c>QuantDsl.Grid</c>.</summary>
internal enum GridKind
{
    Linear,
    Logarithmic,
    TwoScale,
}

/// <summary><c>[Weights]</c>.</summary>
internal sealed record QuantizerDeclaration(int Bits, GridKind Grid, bool PerChannel, bool Exact, Place Place);
