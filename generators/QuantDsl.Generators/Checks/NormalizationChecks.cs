using QuantDsl.Generators.Diagnostics;
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
        if (model.Stages.Count == 0)
            return [];
        Finding? logits = Logits(model, model.Stages[model.Stages.Count - 1]);
        IEnumerable<StageDeclaration> layers = logits is null ? model.Stages : model.Stages.Take(model.Stages.Count - 1);
        IEnumerable<Finding> quantized = layers
            .Where(stage => model.QuantizerOf(stage) is not null && HasSums(stage) && !IsNormalized(stage))
            .Where(stage => model.MadeFrom is null || model.FullPrecisionThere.Contains(stage.Name))
            .Select(stage => Finding.Of(Descriptors.NotNormalized, model.MadeFrom is null ? stage.Place : Place.Class, stage.Name));
        return logits is null ? quantized : [.. quantized, logits];
    }

    /// <summary>The squared hinge pulls logits to ±1: it needs both signs and a size that does not follow the weights'.</summary>
    private static Finding? Logits(ModelDeclaration model, StageDeclaration last)
    {
        if (model.Losses.Count != 1 || model.Losses[0].Kind != LossKind.SquaredHinge)
            return null;
        if (model.MadeFrom is not null && model.Losses[0].Place.Attribute < 0)
            return null;
        if (last.Operations.Count > 0 && last.Operations[last.Operations.Count - 1] is ReluDeclaration relu)
            return Of(relu.Place, "ends with ReLU, so no logit can be negative; remove the ReLU");
        return IsNormalized(last) || !HasWeights(last) ? null : Of(last.Place, "has no [BatchNorm], so the size of the logits follows that of the weights; add one");

        Finding Of(Place place, string problem) =>
            Finding.Of(Descriptors.SquaredHingeLogits, model.MadeFrom is null ? place : model.Losses[0].Place, last.Name, problem);
    }

    /// <summary>The gates of an LSTM bound what leaves it, and an embedding adds nothing up.</summary>
    private static bool HasSums(StageDeclaration stage) => stage.Operations.Any(operation => operation is WeightedDeclaration { IsSum: true });

    private static bool HasWeights(StageDeclaration stage) => stage.Operations.Any(operation => operation is WeightedDeclaration);

    private static bool IsNormalized(StageDeclaration stage) => stage.Operations.Any(operation => operation is BatchNormDeclaration);
}
