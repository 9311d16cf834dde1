using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Parsing;

/// <summary>Levels; the values are those of <c>QuantDsl.Grid</c>.</summary>
internal enum GridKind
{
    Linear,
    Logarithmic,
    TwoScale,
}

/// <summary>What shares a scale; the values are those of <c>QuantDsl.Scale</c>.</summary>
internal enum ScaleKind
{
    PerLayer,
    PerChannel,
    PerGate,
}

/// <summary>How scales are found; the values are those of <c>QuantDsl.Solver</c>.</summary>
internal enum SolverKind
{
    Alternating,
    Exact,
}

/// <summary><c>[Weights]</c>.</summary>
/// <param name="Bits">As given.</param>
/// <param name="Grid">Levels.</param>
/// <param name="Scale">What shares a scale.</param>
/// <param name="Exact">Whether the exact solver is asked for.</param>
/// <param name="Undefined">The argument whose value its enumeration does not have, such as <c>Grid</c>; null when all are defined.</param>
/// <param name="UndefinedValue">That value.</param>
/// <param name="Anchor">The attribute.</param>
internal sealed record QuantizerDeclaration(
    int Bits, GridKind Grid, ScaleKind Scale, bool Exact, string? Undefined, int UndefinedValue, Anchor Anchor);
