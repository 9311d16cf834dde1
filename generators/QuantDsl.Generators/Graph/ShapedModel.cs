using QuantDsl.Generators.Checks;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>A checked declaration with the graph of its network.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Graph">Its graph, rewritten by the passes; null when something is wrong.</param>
/// <param name="Findings">Everything found, errors and warnings.</param>
internal sealed record ShapedModel(ModelDeclaration Declaration, NetworkGraph? Graph, EquatableArray<Finding> Findings)
{
    /// <summary>Whether the class can have a generated part.</summary>
    public bool CanReopen => !Findings.Any(finding => finding.Id is Ids.NotPartial or Ids.UnsupportedType);

    public static ShapedModel Of(CheckedModel model)
    {
        ModelDeclaration declaration = model.Declaration;
        if (declaration.Findings.Any(finding => finding.Id == Ids.ModelFromTarget))
            return new ShapedModel(declaration, null, model.Findings);
        NetworkGraph? graph = null;
        List<Finding> findings = [.. model.Findings];
        if (!findings.Any(finding => finding.Id == Ids.InputShape))
        {
            (graph, EquatableArray<Finding> shapes) = GraphBuilder.Build(declaration);
            findings.AddRange(shapes);
        }
        if (declaration.MadeFrom is { } source)
            findings = OfOtherModel(declaration, source, findings);
        bool isBlocked = findings.Any(finding => finding.IsBlocking);
        return new ShapedModel(declaration, isBlocked ? null : GraphPasses.Run(graph!), findings.ToEquatableArray());
    }

    /// <summary>What is wrong with the layers of the other model is reported there; here one line points to it.</summary>
    private static List<Finding> OfOtherModel(ModelDeclaration model, string source, List<Finding> findings)
    {
        List<Finding> own = [.. findings.Where(finding => finding.Anchor.Property is null)];
        Finding? foreign = findings.FirstOrDefault(finding => finding.Anchor.Property is not null && finding.IsError);
        if (foreign is not null)
        {
            own.Add(Finding.Of(
                Ids.ModelFromTarget, Anchor.Class, model.Type.Name, source,
                $"its layer {foreign.Anchor.Property} has errors; fix them first"));
        }
        return own;
    }
}
