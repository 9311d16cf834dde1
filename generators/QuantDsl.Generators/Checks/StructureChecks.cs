using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on what a model and a stage consist of.</summary>
internal static class StructureChecks
{
    private static readonly HashSet<string> Reserved =
    [
        "Info", "Layers", "LearningRate", "Predict", "Step", "BacktrackStep", "Evaluate", "Fit", "Save", "Load", "Create", "Dispose", "Parameters",
    ];

    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (model.InputShape.Count is not (1 or 3) || model.InputShape.Any(size => size < 1))
            yield return Finding.Of(Descriptors.InputShape, Place.Class, type, string.Join(", ", model.InputShape));
        bool hasBrokenLayers = model.Findings.Any(finding => finding.Id == Descriptors.NotALayerProperty.Id);
        if (model.Stages.Count == 0 && !hasBrokenLayers)
            yield return Finding.Of(Descriptors.NoLayers, Place.Class, type);
        foreach (StageDeclaration stage in model.Stages)
        {
            if (Reserved.Contains(stage.Name) || stage.Name == type)
                yield return Finding.Of(Descriptors.ReservedName, stage.Place, stage.Name);
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
}
