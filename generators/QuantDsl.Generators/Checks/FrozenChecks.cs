using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on <c>[Frozen]</c>.</summary>
internal static class FrozenChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (model.Frozen is { } frozen)
        {
            if (frozen.Layers.Count == 0)
            {
                yield return Finding.Of(
                    Ids.FrozenLayer, frozen.Anchor, type, "[Frozen] on a class names the layers that training leaves as they are; " + Names(model));
            }
            foreach (string unknown in frozen.Layers.Where(name => model.Layers.All(layer => layer.Name != name)).Distinct())
                yield return Finding.Of(Ids.FrozenLayer, frozen.Anchor, type, $"there is no layer {Quoted(unknown)} to freeze; {Names(model)}");
        }
        foreach (LayerDeclaration layer in model.Layers.Where(layer => layer.Frozen is { Layers.Count: > 0 }))
        {
            yield return Finding.Of(
                Ids.FrozenLayer, layer.Frozen!.Anchor, layer.Name,
                "[Frozen] on a layer freezes that layer and names no other; write [Frozen], or put the list on the class");
        }
        if (model.Layers.Count == 0 || !model.Layers.Any(model.IsFrozen))
            yield break;
        if (model.Layers.All(model.IsFrozen))
            yield return Finding.Of(Ids.NothingToTrain, model.Frozen?.Anchor ?? Anchor.Class, type);
        else if (!model.TrainsQuantized && model.Layers.Any(layer => model.QuantizerOf(layer) is not null))
        {
            if (model.Backtrack is { } backtrack)
                yield return Finding.Of(Ids.FrozenQuantizers, backtrack.Anchor, type, "Backtrack");
            if (model.ZigZag is { } zigZag)
                yield return Finding.Of(Ids.FrozenQuantizers, zigZag.Anchor, type, "ZigZag");
        }
    }

    private static string Names(ModelDeclaration model) => $"its layers are {string.Join(", ", model.Layers.Select(layer => layer.Name))}";

    private static string Quoted(string name) => name.Length == 0 ? "''" : name;
}
