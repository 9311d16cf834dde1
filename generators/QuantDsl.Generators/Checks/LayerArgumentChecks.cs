using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on the numbers given to operations; each operation has its own.</summary>
internal static class LayerArgumentChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        IEnumerable<Finding> ofLayers = model.Layers.SelectMany(layer => layer.Operations.SelectMany(use => Problems(use, layer.Name)));
        return model.OneHot is null ? ofLayers : [.. ofLayers, .. Problems(model.OneHot, model.Type.Name)];
    }

    private static IEnumerable<Finding> Problems(OperationUse use, string owner) =>
        use.Operation.CheckArguments().Select(problem => problem.Of(Ids.LayerArgument, use.Anchor, owner));
}
