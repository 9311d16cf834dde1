using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The layers of a model as a text table, for people: in <c>Info.Table</c> and in the class's documentation.</summary>
internal static class LayerTable
{
    private static readonly string[] Titles = ["layer", "output", "weights", "bits", "packed bytes", "multiply-adds", "activation bytes"];

    /// <summary>Behind those with titles there is one that says which layers are frozen.</summary>
    private static readonly int Columns = Titles.Length + 1;

    public static string Write(ModelPlan plan)
    {
        List<string[]> rows = [Row(Titles), Row("input", plan.Graph.Input.Text)];
        foreach (LayerPlan layer in plan.Layers)
        {
            rows.Add(Row(
                layer.Name, layer.Output.ToString(), Invariant.Number(layer.Weights), Invariant.Of(layer.Bits),
                Invariant.Number(layer.PackedBytes), Invariant.Number(layer.MultiplyAccumulates), Invariant.Number(layer.ActivationBytes),
                layer.Weight.IsFrozen ? "frozen" : ""));
        }
        rows.Add(Row(
            "total", "", Invariant.Number(plan.Layers.Sum(layer => layer.Weights)), "", Invariant.Number(plan.PackedBytes),
            Invariant.Number(plan.Layers.Sum(layer => layer.MultiplyAccumulates)), $"at most {Invariant.Number(plan.ActivationBytes)}"));
        if (plan.Declaration.Budget is { } budget)
            rows.Add(Row("budget", "", "", "", Limit(budget.WeightBytes), "", Limit(budget.ActivationBytes)));
        int[] widths = [.. Enumerable.Range(0, Columns).Select(column => rows.Max(row => row[column].Length))];
        return string.Join(
            "\n", rows.Select(row => string.Join("  ", row.Select((cell, column) => Pad(cell, widths[column], column))).TrimEnd()));
    }

    private static string[] Row(params string[] cells) => [.. cells, .. Enumerable.Repeat("", Columns - cells.Length)];

    private static string Pad(string cell, int width, int column) => column < 2 ? cell.PadRight(width) : cell.PadLeft(width);

    private static string Limit(long? bytes) => bytes is { } limit ? Invariant.Number(limit) : "";
}
