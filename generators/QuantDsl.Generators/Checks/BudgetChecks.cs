using System.Globalization;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on <c>[Budget]</c>.</summary>
internal static class BudgetChecks
{
    /// <summary>Layers that a message names.</summary>
    private const int MostLayers = 3;

    /// <summary>What a layer in full precision could have at most.</summary>
    private const int MostBits = 8;

    /// <summary>The attribute alone.</summary>
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        if (model.Budget is not { } budget)
            yield break;
        if (budget.WeightBytes is null && budget.ActivationBytes is null)
            yield return Finding.Of(Descriptors.BudgetArgument, budget.Place, model.Type.Name, "[Budget] limits nothing; give WeightBytes or ActivationBytes");
        foreach ((string name, long? bytes) in new[] { ("WeightBytes", budget.WeightBytes), ("ActivationBytes", budget.ActivationBytes) })
        {
            if (bytes < 1)
                yield return Finding.Of(Descriptors.BudgetArgument, budget.Place.At(name), model.Type.Name, $"a budget is at least 1 byte, but {name} is {bytes}");
        }
    }

    /// <summary>What the model costs against its budget.</summary>
    public static IEnumerable<Finding> Run(ModelPlan plan)
    {
        if (plan.Declaration.Budget is not { } budget)
            yield break;
        if (plan.PackedBytes > budget.WeightBytes)
        {
            IEnumerable<string> costliest = plan.Layers.OrderByDescending(layer => layer.PackedBytes).Take(MostLayers).Select(Weights);
            yield return Exceeded(Descriptors.WeightBudget, "WeightBytes", plan.PackedBytes, budget.WeightBytes.Value, costliest);
        }
        if (plan.ActivationBytes > budget.ActivationBytes)
        {
            IEnumerable<string> costliest = plan.Layers
                .OrderByDescending(layer => layer.ActivationBytes).Take(MostLayers).Select(layer => $"{layer.Stage.Name} {Number(layer.ActivationBytes)}");
            yield return Exceeded(Descriptors.ActivationBudget, "ActivationBytes", plan.ActivationBytes, budget.ActivationBytes.Value, costliest);
        }

        Finding Exceeded(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, string argument, long bytes, long limit, IEnumerable<string> costliest) =>
            Finding.Of(
                descriptor, budget.Place.At(argument), plan.Name, Number(bytes), Number(bytes - limit), Number(limit), string.Join(", ", costliest));
    }

    private static string Weights(LayerPlan layer)
    {
        string at = layer.Bits > MostBits ? "in full precision" : layer.Bits == 1 ? "at 1 bit" : $"at {layer.Bits} bits";
        int bits = Math.Min(layer.Bits - 1, MostBits);
        string saving = bits == 0 ? "" : $", {bits} {(bits == 1 ? "bit" : "bits")} would save {Number(Saving(layer, bits))}";
        return $"{layer.Stage.Name} {Number(layer.PackedBytes)} ({at}{saving})";
    }

    private static long Saving(LayerPlan layer, int bits) => layer.PackedBytes - layer.PackedBytesAt(bits);

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
