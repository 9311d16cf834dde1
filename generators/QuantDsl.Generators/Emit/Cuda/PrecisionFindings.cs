using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>Whether a planned model has products that its <c>[Precision]</c> is about.</summary>
internal static class PrecisionFindings
{
    public static IEnumerable<Finding> Run(ShapedModel model)
    {
        if (model is not { Graph: { } graph, Declaration.Precision: { Kind: not PrecisionKind.Float32 } precision })
            yield break;
        ModelPlan plan = Planner.Plan(model.Declaration, graph);
        if (!DevicePass.Train(plan, new PackedMemory()).Nodes.Any(node => node.Body.Contains(TensorTile.Type)))
            yield return Finding.Of(Ids.PrecisionOfNothing, precision.Anchor, plan.Name);
    }
}
