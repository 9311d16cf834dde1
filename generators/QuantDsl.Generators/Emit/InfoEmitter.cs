using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>What is known about a model at compile time: for programs as <c>Info</c>, for people as a table in its documentation.</summary>
internal static class InfoEmitter
{
    /// <summary>The table as remarks.</summary>
    public static string Documentation(ModelPlan plan)
    {
        IEnumerable<string> lines = LayerTable.Write(plan).Split('\n').Concat(plan.Schedule.Drawing);
        IEnumerable<string> table = lines.Select(line => $"/// {Literals.Xml(line)}");
        return string.Join("\n", [.. new[] { "/// <remarks>", "/// <code>" }, .. table, "/// </code>", "/// </remarks>"]);
    }

    /// <summary>The property.</summary>
    public static void Write(SourceWriter writer, ModelPlan plan)
    {
        writer.Lines("/// <summary>Properties of this model that are known at compile time.</summary>");
        writer.Lines("public static ModelInfo Info { get; } = new(");
        writer.Lines($"    Name: \"{plan.Name}\",");
        writer.Lines($"    InputShape: {Literals.Integers(plan.Graph.Input.Shape.Dimensions)},");
        writer.Lines($"    Classes: {plan.Graph.Output.Channels},");
        writer.Lines($"    Batch: {plan.Declaration.Batch},");
        writer.Lines($"    Epochs: {plan.Declaration.Epochs},");
        writer.Lines($"    Bits: {plan.Bits},");
        writer.Lines($"    Method: \"{plan.Method}\",");
        writer.Lines("    Layers:").Lines("    [");
        foreach (LayerPlan layer in plan.Layers)
        {
            writer.Lines(
                $"        new(\"{layer.Name}\", \"{layer.Declaration.Text}\", OutputShape: {Literals.Integers(layer.Output.Dimensions)}, "
                + $"WeightShape: {Literals.Integers(layer.Weight.Shape)}, Bits: {layer.Bits}, \"{layer.QuantizerWords}\",");
            writer.Lines(
                $"            Weights: {layer.Weights}, FullPrecisionParameters: {layer.FullPrecisionParameters}, "
                + $"PackedBytes: {layer.PackedBytes}, MultiplyAccumulates: {layer.MultiplyAccumulates},");
            string[] facts =
            [
                .. Recipe.BatchNorm(layer) is { } norm ? [$"BatchNormEpsilon = {Literals.Double(norm.Epsilon)}"] : Array.Empty<string>(),
                .. layer.Declaration.CancelsScale ? ["CancelsScale = true"] : Array.Empty<string>(),
                .. layer.Weight.IsFrozen ? ["IsFrozen = true"] : Array.Empty<string>(),
            ];
            string more = facts.Length == 0 ? "" : $" {{ {string.Join(", ", facts)} }}";
            writer.Lines($"            ActivationBytes: {layer.ActivationBytes}){more},");
        }
        writer.Lines("    ],");
        writer.Lines("    Table:").Lines("        \"\"\"");
        foreach (string line in LayerTable.Write(plan).Split('\n'))
            writer.Lines($"        {line}");
        writer.Lines("        \"\"\")").Lines("{");
        if (plan.Vocabulary is { } vocabulary)
            writer.Lines($"    Vocabulary = {vocabulary},");
        if (plan.OutputLength is { } length)
            writer.Lines($"    OutputLength = {length},");
        if (plan.Loss.TakesNumbers)
            writer.Lines($"    Labels = LabelKind.{(plan.Loss.IsRegression ? "Numbers" : "Probabilities")},");
        writer.Lines($"    Schedule = {plan.Schedule.Code.Replace("\n", "\n    ")},");
        writer.Lines("    Recipe =").Lines("    [");
        foreach ((string name, string value) in Recipe.Of(plan))
            writer.Lines($"        new(\"{name}\", \"{value}\"),");
        writer.Lines("    ],").Lines("};").Blank();
    }
}
