using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// The runtime's types, and those of the same names in CUDA C++, for the update of a parameter: solver and grid, and which weights share a
/// scale.
/// </summary>
internal static class QuantizerTypes
{
    public static string Of(ParameterPlan parameter) => parameter switch
    {
        { Quantizer: null } => "FullPrecisionParameter",
        { IsSigned: true } => "SignedWeights",
        { IsTernary: true, Quantizer: { } quantizer } => $"TernaryWeights<{GridOf(quantizer)}>",
        { Rows: 1, Quantizer: { } quantizer } => $"PerTensor<{Of(quantizer)}>",
        { Quantizer: { } quantizer } => $"PerRow<{Of(quantizer)}>",
    };

    public static string Of(Quantizer quantizer) => quantizer switch
    {
        { Bits: 1 } => "BinaryClosedForm",
        { Exact: true } => $"ExactSolver<{GridOf(quantizer)}>",
        _ => $"AlternatingSolver<{GridOf(quantizer)}>",
    };

    private static string GridOf(Quantizer quantizer) => quantizer switch
    {
        { Grid: GridKind.TwoScale } => "TwoScaleGrid",
        { Bits: 2 } => "TernaryGrid", // on the linear and on the logarithmic grid
        { Grid: GridKind.Logarithmic } => $"LogarithmicGrid<Bits{quantizer.Bits}>",
        _ => $"LinearGrid<Bits{quantizer.Bits}>",
    };
}
