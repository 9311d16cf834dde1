using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Runs the rules on declarations; generator and analyzer share them. What follows from shapes is found with the graph.</summary>
internal static class ModelChecks
{
    private static readonly Func<ModelDeclaration, IEnumerable<Finding>>[] Rules =
    [
        StructureChecks.Run,
        LayerArgumentChecks.Run,
        QuantizerChecks.Run,
        RecipeChecks.Run,
        FrozenChecks.Run,
        NormalizationChecks.Run,
        LogitChecks.Run,
        BudgetChecks.Run,
    ];

    public static CheckedModel Run(ModelDeclaration model) => model.Findings.Any(finding => finding.Id == Ids.ModelFromTarget)
        ? new CheckedModel(model, model.Findings)
        : new CheckedModel(model, [.. model.Findings, .. Rules.SelectMany(rule => rule(model))]);
}
