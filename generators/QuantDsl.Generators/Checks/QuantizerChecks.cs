using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on <c>[Weights]</c> and <c>[FullPrecision]</c>.</summary>
internal static class QuantizerChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (model.Quantizer is not null && model.FullPrecision)
            yield return Finding.Of(Descriptors.WeightsAndFullPrecision, model.Quantizer.Place, type);
        foreach (Finding finding in Quantizer(type, model.Quantizer))
            yield return finding;
        foreach (StageDeclaration stage in model.Stages)
        {
            if (stage.Quantizer is not null && stage.FullPrecision)
                yield return Finding.Of(Descriptors.WeightsAndFullPrecision, stage.Quantizer.Place, stage.Name);
            foreach (Finding finding in Quantizer(stage.Name, stage.Quantizer))
                yield return finding;
        }
        List<string> without = [.. model.Stages.Where(stage => !HasDecision(model, stage)).Select(stage => stage.Name)];
        if (without.Count > 0)
            yield return Finding.Of(Descriptors.NoQuantizer, Place.Class, type, string.Join(", ", without));
        if (without.Count > 0 || model.Stages.Count == 0 || model.Stages.Any(stage => model.QuantizerOf(stage) is not null))
            yield break;
        if (model.Backtrack is not null)
            yield return Finding.Of(Descriptors.NothingToBacktrack, model.Backtrack.Place, type);
        if (model.ZigZag is not null)
            yield return Finding.Of(Descriptors.NothingToMeasure, model.ZigZag.Place, type);
    }

    private static bool HasDecision(ModelDeclaration model, StageDeclaration stage) =>
        stage.FullPrecision || stage.Quantizer is not null || model.FullPrecision || model.Quantizer is not null;

    private static IEnumerable<Finding> Quantizer(string where, QuantizerDeclaration? quantizer)
    {
        if (quantizer is null)
            yield break;
        if (quantizer.Bits is < 1 or > 8)
        {
            Mend clamp = new("Bits", quantizer.Bits < 1 ? "1" : "8");
            yield return Finding.Of(Descriptors.BitsOutOfRange, quantizer.Place.At("Bits"), where, quantizer.Bits) with { Mend = clamp };
        }
        else if (Problem(quantizer) is var (argument, problem, mend))
        {
            yield return Finding.Of(Descriptors.ImpossibleQuantizer, quantizer.Place.At(argument), where, problem) with { Mend = mend };
        }
    }

    private static (string Argument, string Problem, Mend Mend)? Problem(QuantizerDeclaration quantizer) => quantizer switch
    {
        { Undefined: { } name } => (name, $"{name} = ({name}){quantizer.UndefinedValue} is not defined", new Mend(name, null)),
        { Bits: 1, Grid: not GridKind.Linear } =>
            ("Grid", $"1 bit has the levels ±1 only, so Grid = {quantizer.Grid} says nothing; leave Grid out", new Mend("Grid", null)),
        { Bits: not 2, Grid: GridKind.TwoScale } => ("Grid", $"Grid = TwoScale is ternary, 2 bits, but Bits is {quantizer.Bits}", new Mend("Bits", "2")),
        { Bits: > 2, Exact: true } =>
            ("Solver", $"Solver = Exact is for 1 and 2 bits, but Bits is {quantizer.Bits}; leave Solver out", new Mend("Solver", null)),
        _ => null,
    };
}
