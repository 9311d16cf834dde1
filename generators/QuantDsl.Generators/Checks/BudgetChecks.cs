using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on the arguments of <c>[Budget]</c>; what a model costs is known when it is planned.</summary>
internal static class BudgetChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        if (model.Budget is not { } budget)
            yield break;
        string type = model.Type.Name;
        if (budget.WeightBytes is null && budget.ActivationBytes is null)
            yield return Finding.Of(Ids.BudgetArgument, budget.Anchor, type, "[Budget] sets no limit; give WeightBytes or ActivationBytes");
        foreach ((string name, long? bytes) in new[] { ("WeightBytes", budget.WeightBytes), ("ActivationBytes", budget.ActivationBytes) })
        {
            if (bytes < 1)
            {
                yield return Finding.Of(
                    Ids.BudgetArgument, budget.Anchor.At(name), type, $"a budget must be at least 1 byte, but {name} is {bytes}");
            }
        }
    }
}
