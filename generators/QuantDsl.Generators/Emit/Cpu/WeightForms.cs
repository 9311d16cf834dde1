using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>How weights are packed: as the grid allows, and as products read them.</summary>
internal static class WeightForms
{
    private const int MostBitsOfCodes = 4;

    /// <summary>In training, where an update writes the weights.</summary>
    public static string OfTraining(ParameterPlan weight) => weight.Quantizer switch
    {
        { Bits: 1 } when weight.IsLookedUp => LookUp(weight, "SignSums"),
        { Grid: GridKind.TwoScale } when weight.IsLookedUp => "LookUpTwoScale",
        { Bits: 2 } when weight.IsLookedUp => LookUp(weight, "TernarySums"),
        { Bits: 1 } => weight.Rows == 1 ? "BinaryWeights" : "BinaryRows",
        { } quantizer when HasLevels(quantizer) => $"{(weight.Rows == 1 ? "LevelWeights" : "LevelRows")}<Bits{quantizer.Bits}>",
        _ => "FloatWeights",
    };

    /// <summary>In a packed model, which reads the codes of its file where that gives the same sums.</summary>
    public static string OfPrediction(ParameterPlan weight, WeightedOperation operation)
    {
        if (!IsCoded(weight, operation))
            return OfTraining(weight);
        string form = !HasLevels(weight.Quantizer!) ? "CodedValues" : weight.Rows == 1 ? "CodedLevels" : "CodedLevelRows";
        return $"{form}<Bits{weight.Quantizer!.Bits}>";
    }

    /// <summary>
    /// Whether a packed model reads the codes. A convolution does not: its pixels share what a panel of levels costs. Nor does a
    /// product that training looks up, nor rows that have values of their own, since products choose from one table.
    /// </summary>
    public static bool IsCoded(ParameterPlan weight, WeightedOperation operation) =>
        weight.Quantizer is { Bits: > 1 and <= MostBitsOfCodes } quantizer
        && !weight.IsLookedUp
        && operation is Linear or RecurrentOperation
        && (weight.Rows == 1 || HasLevels(quantizer));

    private static string LookUp(ParameterPlan weight, string sums) => $"{(weight.Rows == 1 ? "LookUpWeights" : "LookUpRows")}<{sums}>";

    /// <summary>Whether weights are whole numbers times α.</summary>
    private static bool HasLevels(Quantizer quantizer) =>
        quantizer is { Bits: > 1, Grid: GridKind.Linear } or { Bits: 2, Grid: GridKind.Logarithmic };
}
