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
            yield return Finding.Of(Ids.WeightsAndFullPrecision, model.Quantizer.Anchor, type);
        foreach (Finding finding in Quantizer(type, model.Quantizer))
            yield return finding;
        foreach (LayerDeclaration layer in model.Layers)
        {
            if (layer.Quantizer is not null && layer.FullPrecision)
                yield return Finding.Of(Ids.WeightsAndFullPrecision, layer.Quantizer.Anchor, layer.Name);
            foreach (Finding finding in Quantizer(layer.Name, layer.Quantizer))
                yield return finding;
        }
        List<string> without = [.. model.Layers.Where(layer => !HasDecision(model, layer)).Select(layer => layer.Name)];
        if (without.Count > 0)
            yield return Finding.Of(Ids.NoQuantizer, Anchor.Class, type, string.Join(", ", without));
        if (without.Count > 0 || model.Layers.Count == 0 || model.Layers.Any(layer => model.QuantizerOf(layer) is not null))
            yield break;
        if (model.Backtrack is not null)
            yield return Finding.Of(Ids.NothingToBacktrack, model.Backtrack.Anchor, type);
        if (model.ZigZag is not null)
            yield return Finding.Of(Ids.NothingToMeasure, model.ZigZag.Anchor, type);
    }

    private static bool HasDecision(ModelDeclaration model, LayerDeclaration layer) =>
        layer.FullPrecision || layer.Quantizer is not null || model.FullPrecision || model.Quantizer is not null;

    private static IEnumerable<Finding> Quantizer(string where, QuantizerDeclaration? quantizer)
    {
        if (quantizer is null)
            yield break;
        if (quantizer.Bits is < 1 or > 8)
        {
            SuggestedFix clamp = new("Bits", quantizer.Bits < 1 ? "1" : "8");
            yield return Finding.Of(Ids.BitsOutOfRange, quantizer.Anchor.At("Bits"), where, quantizer.Bits) with { Fix = clamp };
        }
        else if (Problem(quantizer) is var (argument, problem, fix))
        {
            yield return Finding.Of(Ids.ImpossibleQuantizer, quantizer.Anchor.At(argument), where, problem) with { Fix = fix };
        }
    }

    private static (string Argument, string Problem, SuggestedFix Fix)? Problem(QuantizerDeclaration quantizer) => quantizer switch
    {
        { Undefined: { } name } =>
            (name, $"{name} = ({name}){quantizer.UndefinedValue} is not a defined value", new SuggestedFix(name, null)),
        { Bits: 1, Grid: not GridKind.Linear } =>
            ("Grid", $"with 1 bit the levels are ±1, so Grid = {quantizer.Grid} has no effect; remove Grid",
                new SuggestedFix("Grid", null)),
        { Bits: not 2, Grid: GridKind.TwoScale } =>
            ("Grid", $"Grid = TwoScale needs 2 bits, but Bits is {quantizer.Bits}", new SuggestedFix("Bits", "2")),
        { Bits: > 2, Exact: true } =>
            ("Solver", $"Solver = Exact needs 1 or 2 bits, but Bits is {quantizer.Bits}; remove Solver", new SuggestedFix("Solver", null)),
        _ => null,
    };
}
