using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>
/// Advice: without batch normalisation the outputs of a quantized layer have the size of its few levels, not of the task. A variant is told
/// only what its own attributes change; the rest is said of the model that it is made from.
/// </summary>
internal static class NormalizationChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        if (model.Layers.Count == 0)
            return [];
        Finding? logits = Logits(model, model.Layers[model.Layers.Count - 1]);
        IEnumerable<LayerDeclaration> layers = logits is null ? model.Layers : model.Layers.Take(model.Layers.Count - 1);
        IEnumerable<Finding> quantized = layers
            .Where(layer => model.QuantizerOf(layer) is not null && HasSums(layer) && !layer.IsNormalized)
            .Where(layer => model.MadeFrom is null || model.FullPrecisionThere.Contains(layer.Name))
            .Select(layer => Finding.Of(Ids.NotNormalized, model.MadeFrom is null ? layer.Anchor : Anchor.Class, layer.Name));
        return logits is null ? quantized : [.. quantized, logits];
    }

    /// <summary>The squared hinge pulls logits to ±1: it needs both signs and a size that does not follow the weights'.</summary>
    private static Finding? Logits(ModelDeclaration model, LayerDeclaration last)
    {
        if (model.Losses.Count != 1 || model.Losses[0].Kind != LossKind.SquaredHinge)
            return null;
        if (model.MadeFrom is not null && model.Losses[0].Anchor.Attribute < 0)
            return null;
        if (last.Operations.LastOrDefault() is { Operation: { IsNonNegative: true, Text: var text }, Anchor: var anchor })
            return Of(anchor, $"ends with {text}, so no logit can be negative; remove the {text}");
        return last.IsNormalized || !Begins(last)
            ? null
            : Of(last.Anchor, "has no [BatchNorm], so the magnitude of the logits follows that of the weights; add one");

        Finding Of(Anchor anchor, string problem) =>
            Finding.Of(Ids.SquaredHingeLogits, model.MadeFrom is null ? anchor : model.Losses[0].Anchor, last.Name, problem);
    }

    /// <summary>Whether it begins as a layer has to; of others something else is said.</summary>
    private static bool Begins(LayerDeclaration layer) => layer.Operations.FirstOrDefault()?.Operation is WeightedOperation;

    private static bool HasSums(LayerDeclaration layer) =>
        Begins(layer) && layer.Operations.Any(use => use.Operation is WeightedOperation { IsSum: true });
}
