using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Checks;

/// <summary>A declaration with everything found in it; what the generator compiles and the analyzer reports.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Graph">Its graph; null when something is wrong.</param>
/// <param name="Findings">Everything found, errors and warnings.</param>
internal sealed record CheckedModel(ModelDeclaration Declaration, NetworkGraph? Graph, EquatableArray<Finding> Findings);

/// <summary>Runs every rule; generator and analyzer share them.</summary>
internal static class ModelChecks
{
    private static readonly Func<ModelDeclaration, IEnumerable<Finding>>[] Rules =
    [
        StructureChecks.Run,
        LayerArgumentChecks.Run,
        QuantizerChecks.Run,
        RecipeChecks.Run,
        NormalizationChecks.Run,
        BudgetChecks.Run,
    ];

    public static CheckedModel Run(ModelDeclaration model)
    {
        if (model.Findings.Any(finding => finding.Id == Descriptors.ModelFromTarget.Id))
            return new CheckedModel(model, null, model.Findings);
        var findings = new List<Finding>(model.Findings);
        foreach (Func<ModelDeclaration, IEnumerable<Finding>> rule in Rules)
            findings.AddRange(rule(model));
        NetworkGraph? graph = null;
        if (!findings.Any(finding => finding.Id == Descriptors.InputShape.Id))
        {
            (graph, EquatableArray<Finding> shapes) = GraphBuilder.Build(model);
            findings.AddRange(shapes);
        }
        if (model.MadeFrom is { } source)
            findings = OfOtherModel(model, source, findings);
        graph = findings.Any(finding => finding.Blocks) ? null : GraphPasses.Run(graph!);
        if (graph is not null && model.Budget is not null)
            findings.AddRange(BudgetChecks.Run(Planner.Plan(model, graph)));
        return new CheckedModel(model, graph, findings.ToEquatableArray());
    }

    /// <summary>What is wrong with the layers of the other model is reported there; here one line points to it.</summary>
    private static List<Finding> OfOtherModel(ModelDeclaration model, string source, List<Finding> findings)
    {
        List<Finding> own = [.. findings.Where(finding => finding.Place.Property is null)];
        Finding? foreign = findings.FirstOrDefault(finding => finding.Place.Property is not null && finding.IsError);
        if (foreign is not null)
        {
            own.Add(Finding.Of(
                Descriptors.ModelFromTarget, Place.Class, model.Type.Name, source, $"its layer {foreign.Place.Property} has errors; mend them first"));
        }
        return own;
    }
}
