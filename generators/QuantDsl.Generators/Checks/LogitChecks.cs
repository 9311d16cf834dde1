using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>
/// Advice: <c>[BceWithLogits]</c> applies the sigmoid itself. Behind another one, or a ReLU, no output could say that its label does not
/// hold.
/// </summary>
internal static class LogitChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        if (model.Losses.Count != 1 || model.Losses[0] is not { Kind: LossKind.BceWithLogits, Anchor: var loss })
            yield break;
        bool isVariant = model.MadeFrom is not null;
        if (model.Layers.LastOrDefault() is not { } last || (isVariant && loss.Attribute < 0)) // said of the model it is made from
            yield break;
        if (last.Operations.LastOrDefault() is not { Operation: var operation, Anchor: var anchor })
            yield break;
        string? problem = operation is Sigmoid ? "the loss applies the sigmoid itself, so remove it"
            : operation.IsNonNegative ? $"no logit can be negative, so remove the {operation.Text}"
            : null;
        if (problem is not null)
            yield return Finding.Of(Ids.BoundedLogits, isVariant ? loss : anchor, last.Name, operation.Text, problem);
    }
}
