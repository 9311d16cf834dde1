using System.Globalization;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The layers of a model as a text table, for people: in <c>Info.Table</c> and in the class's documentation.</summary>
internal static class LayerTable
{
    private static readonly string[] Titles = ["layer", "output", "weights", "bits", "packed bytes", "multiply-adds", "activation bytes"];

    public static string Write(ModelPlan plan)
    {
        List<string[]> rows = [Titles, Row("input", ((InputNode)plan.Graph.Nodes[0]).Text)];
        foreach (LayerPlan layer in plan.Layers)
        {
            rows.Add(Row(
                layer.Stage.Name, layer.Output.ToString(), Number(layer.Node.Weights), layer.Bits.ToString(CultureInfo.InvariantCulture),
                Number(layer.PackedBytes), Number(layer.Node.MultiplyAccumulates), Number(layer.ActivationBytes)));
        }
        rows.Add(Row(
            "total", "", Number(plan.Layers.Sum(layer => layer.Node.Weights)), "", Number(plan.PackedBytes),
            Number(plan.Layers.Sum(layer => layer.Node.MultiplyAccumulates)), $"at most {Number(plan.ActivationBytes)}"));
        if (plan.Declaration.Budget is { } budget)
            rows.Add(Row("budget", "", "", "", Number(budget.WeightBytes), "", Number(budget.ActivationBytes)));
        int[] widths = [.. Titles.Select((_, column) => rows.Max(row => row[column].Length))];
        return string.Join("\n", rows.Select(row => string.Join("  ", row.Select((cell, column) => Pad(cell, widths[column], column))).TrimEnd()));
    }

    private static string[] Row(params string[] cells) => [.. cells, .. Enumerable.Repeat("", Titles.Length - cells.Length)];

    private static string Pad(string cell, int width, int column) => column < 2 ? cell.PadRight(width) : cell.PadLeft(width);

    private static string Number(long? value) => value?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";
}
