using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>The update on a CUDA device: the parameters' table, and the instances of the library's kernel templates.</summary>
internal static class CudaEmitter
{
    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Cuda", "", "", writer => Members(writer, plan));

    private static void Members(SourceWriter writer, ModelPlan plan)
    {
        List<string> quantizers = [.. plan.Quantizers.Select(QuantizerTypes.Of).Distinct()];
        writer.Lines(
            "/// <summary>The update on a CUDA device: quantizer and position of each parameter. "
            + "Compiled when the first model is created there.</summary>");
        writer.Lines($"private static CudaProgram CudaCode => new(\n    \"{plan.Name}\",\n    [");
        foreach (ParameterPlan parameter in plan.Parameters)
        {
            string frozen = parameter.IsFrozen ? " { IsFrozen = true }" : "";
            string comment = $"{parameter.Name}, {string.Join("×", parameter.Shape)}";
            writer.Lines($"        new({Parameter(plan, parameter, quantizers)}){frozen}, // {comment}");
        }
        writer.Lines($"    ],\n    CudaSource){(plan.IsMeasured ? " { IsMeasured = true }" : "")};").Blank();
        writer.Lines("/// <summary>The recipe's constants, and the kernels as instances of the library's templates.</summary>");
        writer.Lines("private static ReadOnlySpan<byte> CudaSource =>\n    \"\"\"");
        foreach (string line in CudaRecipe.Write(plan, quantizers).Split('\n'))
            writer.Lines(line.Length == 0 ? "" : $"    {line}");
        writer.Lines("    \"\"\"u8;");
    }

    private static string Parameter(ModelPlan plan, ParameterPlan parameter, List<string> quantizers)
    {
        string place = $"offset: {parameter.Offset}, count: {parameter.Count}";
        if (parameter.Quantizer is not { } quantizer)
            return plan.Decays(parameter) ? $"{place}, decays: true" : place;
        string solver = quantizer.Bits == 1 ? "ClosedForm" : quantizer.Exact ? "Exact" : "Alternating";
        place = $"{quantizers.IndexOf(QuantizerTypes.Of(quantizer))}, CudaSolver.{solver}, {place}, scale: {parameter.ScaleOffset}";
        if (parameter.Rows > 1)
            place += $", rows: {parameter.Rows}";
        return quantizer.ScalesPerRow > 1 ? $"{place}, scalesPerRow: {quantizer.ScalesPerRow}" : place;
    }
}
