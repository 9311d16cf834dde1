using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on <c>[Frozen]</c>.</summary>
internal static class FrozenChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        foreach (string problem in Problems(model))
            yield return Finding.Of(Ids.FrozenLayer, model.Frozen!.Anchor, type, $"{problem}; its layers are {Names(model)}");
        foreach (LayerDeclaration layer in model.Layers.Where(layer => layer.Frozen is { Layers.Count: > 0 }))
        {
            yield return Finding.Of(
                Ids.FrozenLayer, layer.Frozen!.Anchor, layer.Name,
                "[Frozen] on a layer freezes that layer and names no other; write [Frozen], or put the list on the class");
        }
        if (model.Layers.Count == 0 || !model.Layers.Any(model.IsFrozen))
            yield break;
        if (model.Layers.All(model.IsFrozen))
        {
            yield return Finding.Of(Ids.NothingToTrain, model.Frozen?.Anchor ?? Anchor.Class, type);
        }
        else if (!model.TrainsQuantized && model.Layers.Any(layer => model.QuantizerOf(layer) is not null))
        {
            if (model.Backtrack is { } backtrack)
                yield return Finding.Of(Ids.FrozenQuantizers, backtrack.Anchor, type, "Backtrack");
            if (model.ZigZag is { } zigZag)
                yield return Finding.Of(Ids.FrozenQuantizers, zigZag.Anchor, type, "ZigZag");
        }
    }

    /// <summary>What is wrong with the list of a class.</summary>
    private static IEnumerable<string> Problems(ModelDeclaration model)
    {
        if (model.Frozen is not { } frozen)
            return [];
        return frozen.Layers.Count == 0
            ? ["[Frozen] on a class names the layers that training leaves as they are"]
            : frozen.Layers.Where(name => model.Layers.All(layer => layer.Name != name)).Distinct()
                .Select(name => $"there is no layer {(name.Length == 0 ? "''" : name)} to freeze");
    }

    private static string Names(ModelDeclaration model) => string.Join(", ", model.Layers.Select(layer => layer.Name));
}
