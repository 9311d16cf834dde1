using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph;

namespace QuantDsl.Generators.Planning;

/// <summary>What a planned model costs against its <c>[Budget]</c>.</summary>
internal static class BudgetFindings
{
    /// <summary>Layers that a message names.</summary>
    private const int MostLayers = 3;

    /// <summary>What a layer in full precision could have at most.</summary>
    private const int MostBits = 8;

    public static IEnumerable<Finding> Run(ShapedModel model) =>
        model is { Graph: { } graph, Declaration.Budget: not null } ? Run(Planner.Plan(model.Declaration, graph)) : [];

    private static IEnumerable<Finding> Run(ModelPlan plan)
    {
        if (plan.Declaration.Budget is not { } budget)
            yield break;
        if (plan.PackedBytes > budget.WeightBytes)
        {
            IEnumerable<string> costliest = plan.Layers.OrderByDescending(layer => layer.PackedBytes).Take(MostLayers).Select(Weights);
            yield return Exceeded(Ids.WeightBudget, "WeightBytes", plan.PackedBytes, budget.WeightBytes.Value, costliest);
        }
        if (plan.ActivationBytes > budget.ActivationBytes)
        {
            IEnumerable<string> costliest = plan.Layers
                .OrderByDescending(layer => layer.ActivationBytes).Take(MostLayers)
                .Select(layer => $"{layer.Name} {Invariant.Number(layer.ActivationBytes)}");
            yield return Exceeded(Ids.ActivationBudget, "ActivationBytes", plan.ActivationBytes, budget.ActivationBytes.Value, costliest);
        }

        Finding Exceeded(string id, string argument, long bytes, long limit, IEnumerable<string> costliest) =>
            Finding.Of(
                id, budget.Anchor.At(argument), plan.Name,
                Invariant.Number(bytes), Invariant.Number(bytes - limit), Invariant.Number(limit), string.Join(", ", costliest));
    }

    private static string Weights(LayerPlan layer)
    {
        string at = layer.Bits > MostBits ? "in full precision" : layer.Bits == 1 ? "at 1 bit" : $"at {layer.Bits} bits";
        int bits = Math.Min(layer.Bits - 1, MostBits);
        string saving = bits == 0 ? "" : $", {bits} {(bits == 1 ? "bit" : "bits")} would save {Invariant.Number(Saving(layer, bits))}";
        return $"{layer.Name} {Invariant.Number(layer.PackedBytes)} ({at}{saving})";
    }

    private static long Saving(LayerPlan layer, int bits) => layer.PackedBytes - layer.PackedBytesAt(bits);
}
