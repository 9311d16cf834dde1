using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>The update on a CUDA device: its source and how it is launched.</summary>
internal static class CudaEmitter
{
    private const string Usings = """
        using QuantDsl.CompilerServices;
        """;

    public static SourceFile Emit(ModelPlan plan) => GeneratedFile.Write(plan.Type, "Cuda", Usings, "", "", writer => Members(writer, plan));

    private static void Members(SourceWriter writer, ModelPlan plan)
    {
        CudaPlan cuda = plan.Cuda;
        writer.Lines("/// <summary>The update on a CUDA device, compiled for the device when the first model is made on one.</summary>");
        writer.Lines("private static readonly CudaProgram CudaCode = new(");
        writer.Lines($"    model: \"{plan.Name}\",");
        writer.Lines($"    parameters: {plan.Parameters.Count},");
        writer.Lines($"    tiles: {cuda.Tiles},");
        writer.Lines($"    finishBlocks: {(cuda.Slots > 0 ? Math.Max(cuda.Tiles, cuda.Rows) : cuda.Rows)},");
        writer.Lines($"    isCooperative: {Literals.Flag(cuda.IsAlternating)},");
        writer.Lines($"    sums: {cuda.Sums},");
        writer.Lines("    exact:").Lines("    [");
        foreach (ParameterPlan parameter in plan.Parameters.Where(parameter => parameter.Quantizer is { Exact: true }))
        {
            writer.Lines(
                $"        new(Parameter: {parameter.Index}, Offset: {parameter.Offset}, Count: {parameter.Count}, Rows: {parameter.Rows}, Scale: {parameter.ScaleOffset}, "
                + $"Sides: {parameter.Quantizer!.ScalesPerRow}), // {CudaSource.Comment(parameter)}");
        }
        writer.Lines("    ],");
        writer.Lines("    source: CudaSource);").Blank();
        writer.Lines("private const string CudaSource =").Lines("    \"\"\"");
        foreach (string line in CudaSource.Write(plan, cuda).Replace("\r\n", "\n").Split('\n'))
            writer.Lines(line.Length == 0 ? "" : $"    {line}");
        writer.Lines("    \"\"\";");
    }
}
