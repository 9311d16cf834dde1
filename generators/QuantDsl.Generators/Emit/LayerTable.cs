using System.Globalization;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The layers of a model as a text table, for people: in <c>Info.Table</c> and in the class's documentation.</summary>
internal static class LayerTable
{
    private static readonly string[] Titles = ["layer", "output", "weights", "bits", "packed bytes", "multiply-adds"];

    public static string Write(ModelPlan plan)
    {
        List<string[]> rows = [Titles, ["input", plan.Graph.Input.ToString(), "", "", "", ""]];
        foreach (LayerPlan layer in plan.Layers)
        {
            rows.Add(
            [
                layer.Stage.Name, layer.Output.ToString(), Number(layer.Node.Weights), layer.Bits.ToString(CultureInfo.InvariantCulture),
                Number(layer.PackedBytes), Number(layer.Node.MultiplyAccumulates),
            ]);
        }
        rows.Add(
        [
            "total", "", Number(plan.Layers.Sum(layer => layer.Node.Weights)), "", Number(plan.Layers.Sum(layer => layer.PackedBytes)),
            Number(plan.Layers.Sum(layer => layer.Node.MultiplyAccumulates)),
        ]);
        int[] widths = [.. Titles.Select((_, column) => rows.Max(row => row[column].Length))];
        return string.Join("\n", rows.Select(row => string.Join("  ", row.Select((cell, column) => Pad(cell, widths[column], column))).TrimEnd()));
    }

    private static string Pad(string cell, int width, int column) => column < 2 ? cell.PadRight(width) : cell.PadLeft(width);

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
