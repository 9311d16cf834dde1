using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on what a model and a stage consist of.</summary>
internal static class StructureChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (model.InputShape.Count is not (1 or 2 or 3) || model.InputShape.Any(size => size < 1)
            || model.InputShape.Aggregate(1.0, (product, size) => product * size) > GraphBuilder.Maximum)
            yield return Finding.Of(Descriptors.InputShape, Place.Class, type, string.Join(", ", model.InputShape));
        else if (model.OneHot is { } oneHot && TokenProblem(model) is { } problem)
            yield return Finding.Of(Descriptors.TokenInput, oneHot.Place, type, problem);
        foreach (Finding finding in Names(model))
            yield return finding;
        bool hasBrokenLayers = model.Findings.Any(finding => finding.Id == Descriptors.NotALayerProperty.Id);
        if (model.Stages.Count == 0 && !hasBrokenLayers)
            yield return Finding.Of(Descriptors.NoLayers, Place.Class, type);
        foreach (StageDeclaration stage in model.Stages)
        {
            List<WeightedDeclaration> weighted = [.. stage.Operations.OfType<WeightedDeclaration>()];
            if (weighted.Count > 1)
            {
                string names = string.Join(", ", weighted.Select(operation => operation.Text));
                yield return Finding.Of(Descriptors.SeveralWeightedOperations, weighted[1].Place, stage.Name, weighted.Count, names);
            }
            else if (weighted.Count == 0 || stage.Operations[0] is not WeightedDeclaration)
            {
                string instead = stage.Operations.Count == 0 ? "" : $", but begins with {stage.Operations[0].Text}";
                yield return Finding.Of(Descriptors.NoWeightedOperation, stage.Place, stage.Name, instead);
            }
        }
    }

    private static string? TokenProblem(ModelDeclaration model) =>
        model.InputShape.Count != 1
            ? $"[OneHot] reads token ids, whose shape is one number, the length, but the input has the shape ({string.Join(", ", model.InputShape)})"
            : model.Embedding is { } embedding
                ? $"[OneHot] and [{embedding.Text}] of {model.Stages[0].Name} both read the token ids; remove one"
                : null;

    private static IEnumerable<Finding> Names(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (ReservedNames.Contains(type) || type == "var")
            yield return Reserved(Place.Class, type, "a model's name: generated code uses it; rename the class");
        foreach (StageDeclaration stage in model.Stages)
        {
            if (stage.Name == type && model.MadeFrom is { } source)
                yield return Reserved(Place.Class, type, $"a model's name: a layer of {source} has it; rename the class");
            else if (stage.Name == type)
                yield return Reserved(stage.Place, type, "a layer's name: it is its model's; rename the property");
            else if (ReservedNames.Contains(stage.Name))
                yield return Reserved(stage.Place, stage.Name, "a layer's name: generated code uses it; rename the property");
        }
    }

    private static Finding Reserved(Place place, string name, string problem) => Finding.Of(Descriptors.ReservedName, place, name, problem);
}
