using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on what a model and a layer consist of.</summary>
internal static class StructureChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (model.InputShape.Count is not (1 or 2 or 3) || model.InputShape.Any(size => size < 1)
            || model.InputShape.Aggregate(1.0, (product, size) => product * size) > Shape.MaximumElements)
        {
            yield return Finding.Of(Ids.InputShape, Anchor.Class, type, string.Join(", ", model.InputShape));
        }
        else if (model.OneHot is { } oneHot && TokenProblem(model) is { } problem)
        {
            yield return Finding.Of(Ids.TokenInput, oneHot.Anchor, type, problem);
        }

        foreach (Finding finding in Names(model))
            yield return finding;
        bool hasBrokenLayers = model.Findings.Any(finding => finding.Id == Ids.NotALayerProperty);
        if (model.Layers.Count == 0 && !hasBrokenLayers)
            yield return Finding.Of(Ids.NoLayers, Anchor.Class, type);
        foreach (LayerDeclaration layer in model.Layers)
        {
            List<OperationUse> weighted = [.. layer.Weighted];
            if (weighted.Count > 1)
            {
                string names = string.Join(", ", weighted.Select(use => use.Operation.Text));
                yield return Finding.Of(Ids.SeveralWeightedOperations, weighted[1].Anchor, layer.Name, weighted.Count, names);
            }
            else if (weighted.Count == 0 || layer.Operations[0] != weighted[0])
            {
                yield return Finding.Of(
                    Ids.NoWeightedOperation, layer.Anchor, layer.Name, OperationTable.WeightedWords, Instead(model, layer));
            }
        }
    }

    /// <summary>What a layer begins with instead, and where that belongs.</summary>
    private static string Instead(ModelDeclaration model, LayerDeclaration layer)
    {
        if (layer.Operations.Count == 0)
            return "";
        int index = model.Layers.ToList().IndexOf(layer);
        string? before = layer.From?.Layer ?? (index > 0 ? model.Layers[index - 1].Name : null);
        string? weighted = layer.Weighted.FirstOrDefault()?.Operation.Text;
        string? place = before is not null ? $"to the end of {before}" : weighted is not null ? $"behind {weighted}" : null;
        string begins = $", but begins with {layer.Operations[0].Operation.Text}";
        return place is null ? begins : $"{begins}; move that {place}";
    }

    private static string? TokenProblem(ModelDeclaration model) =>
        model.InputShape.Count != 1
            ? "[OneHot] reads token ids, so the input shape must be one number, the length, but it is "
                + $"({string.Join(", ", model.InputShape)})"
            : model.Embedding is { } embedding
                ? $"[OneHot] and [{embedding.Text}] of {model.Layers[0].Name} both read the token ids; remove one of them"
                : null;

    private static IEnumerable<Finding> Names(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (ReservedNames.Contains(type) || type == "var")
            yield return Reserved(Anchor.Class, type, "the name of a model, because generated code uses it; rename the class");
        foreach (LayerDeclaration layer in model.Layers)
        {
            if (layer.Name == type && model.MadeFrom is { } source)
            {
                yield return Reserved(
                    Anchor.Class, type, $"the name of a model, because {source} has a layer of that name; rename the class");
            }
            else if (layer.Name == type)
            {
                yield return Reserved(layer.Anchor, type, "the name of a layer, because its model has the same name; rename the property");
            }
            else if (ReservedNames.Contains(layer.Name))
            {
                yield return Reserved(layer.Anchor, layer.Name, "the name of a layer, because generated code uses it; rename the property");
            }
        }
    }

    private static Finding Reserved(Anchor anchor, string name, string problem) => Finding.Of(Ids.ReservedName, anchor, name, problem);
}
