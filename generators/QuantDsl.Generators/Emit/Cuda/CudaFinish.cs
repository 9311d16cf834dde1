using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>The second launch: scales, then quantized weights.</summary>
internal static class CudaFinish
{
    public static string Write(ModelPlan plan, CudaPlan cuda)
    {
        List<ParameterPlan> whole = [.. plan.Parameters.Where(parameter => parameter is { Rows: 1, Quantizer: not null })];
        List<ParameterPlan> turning = [.. whole.Where(CudaPlan.IsAlternatingBetween)];
        List<ParameterPlan> rows = [.. plan.Parameters.Where(parameter => parameter.Rows > 1)];
        List<string> parts = [];
        if (turning.Count > 0)
            parts.Add(Chain("turns", "One turn over a tile.", "double* sums, const Scale* scales, int tile", turning.Select(parameter => Turn(cuda, parameter))));
        if (whole.Count > 0)
            parts.Add(Chain("writes", "Writes a tile.", "const float* alpha, int tile", whole.Select(parameter => WriteTile(cuda, parameter))));
        if (rows.Count > 0)
            parts.Add(Chain("rows", "Solves and writes a row.", "int row", Rows(rows)));
        parts.Add(Finish(cuda, whole, turning, rows));
        return string.Join("\n\n", parts);
    }

    private static string Chain(string name, string words, string parameters, IEnumerable<string> lines) => $$"""
        // {{words}}
        template <int stage>
        __device__ void {{name}}(Memory memory, Gradients gradients, {{parameters}})
        {
        {{string.Join("\n", lines.Select(line => $"    {line}"))}}
        }
        """;

    private static string Turn(CudaPlan cuda, ParameterPlan parameter) =>
        $"{If(cuda, parameter)} return turn<stage, {parameter.Quantizer!.Name}>(memory, gradients.of[{parameter.Index}], sums, "
        + $"scales + {cuda.FirstSlot(parameter)}, tile, {Place(cuda, parameter)}); // {CudaSource.Comment(parameter)}";

    private static string WriteTile(CudaPlan cuda, ParameterPlan parameter) =>
        $"{If(cuda, parameter)} return write<stage, {parameter.Quantizer!.Name}>(memory, gradients.of[{parameter.Index}], "
        + $"alpha + {cuda.FirstSlot(parameter)}, tile, {Place(cuda, parameter)}); // {CudaSource.Comment(parameter)}";

    /// <summary>Tiles of parameters that have no line lie between those of others.</summary>
    private static string If(CudaPlan cuda, ParameterPlan parameter)
    {
        int first = cuda.FirstTile(parameter);
        return $"if (tile >= {first} && tile < {first + CudaPlan.TilesOf(parameter)})";
    }

    private static string Place(CudaPlan cuda, ParameterPlan parameter) => $"{cuda.FirstTile(parameter)}, {parameter.Offset}, {parameter.Count}";

    private static IEnumerable<string> Rows(IEnumerable<ParameterPlan> parameters)
    {
        int first = 0;
        foreach (ParameterPlan parameter in parameters)
        {
            string function = $"{CudaSolvers.RowFunction(parameter.Quantizer!)}<stage, {parameter.Quantizer!.Name}>";
            string row = first == 0 ? "row" : $"row - {first}";
            first += parameter.Rows;
            yield return $"if (row < {first}) return {function}(memory, gradients.of[{parameter.Index}], {row}, {parameter.Offset}, "
                + $"{parameter.RowLength}, {parameter.ScaleOffset}); // {CudaSource.Comment(parameter)}";
        }
    }

    private static string Finish(CudaPlan cuda, List<ParameterPlan> whole, List<ParameterPlan> turning, List<ParameterPlan> rows)
    {
        var writer = new SourceWriter();
        writer.Lines("// Second launch: the scales, then q = α·b.").Lines("template <int stage>");
        using (writer.Block("__device__ void finish(Memory memory, Gradients gradients)"))
        {
            if (turning.Count > 0)
                Turns(writer, cuda, turning);
            if (whole.Count > 0)
                Tiles(writer, cuda, whole);
            if (rows.Count > 0)
            {
                writer.Lines($"""
                    for (int row = blockIdx.x; row < {cuda.Rows}; row += gridDim.x)
                        rows<stage>(memory, gradients, row);
                    """);
            }
        }
        return writer.ToString().TrimEnd();
    }

    private static void Turns(SourceWriter writer, CudaPlan cuda, List<ParameterPlan> turning)
    {
        writer.Lines($"__shared__ Scale scales[{cuda.Slots}];");
        foreach ((ParameterPlan parameter, int side) in Sides(turning))
        {
            writer.Lines(
                $"begin(scales[{cuda.FirstSlot(parameter) + side}], memory.scales[{parameter.ScaleOffset + side}], memory.sums, {Tiles(cuda, parameter)}, {side}); "
                + $"// {parameter.Name}");
        }
        using (writer.Block("for (int number = 0; number < 10; number++)"))
        {
            writer.Lines("""
                double* sums = memory.sums + (1 + number % 2) * Tiles * SumsPerTile; // blocks that are behind still read the others
                for (int tile = blockIdx.x; tile < Tiles; tile += gridDim.x)
                    turns<stage>(memory, gradients, sums, scales, tile);
                barrier(memory.arrived, (number + 1) * gridDim.x);
                bool isOpen = false;
                """);
            foreach ((ParameterPlan parameter, int side) in Sides(turning))
            {
                int unit = CudaGrids.Unit(parameter.Quantizer!);
                writer.Lines($"isOpen |= next(scales[{cuda.FirstSlot(parameter) + side}], sums, {Tiles(cuda, parameter)}, {side}, {unit});");
            }
            writer.Lines("if (!isOpen)").Lines("    break;");
        }
    }

    private static void Tiles(SourceWriter writer, CudaPlan cuda, List<ParameterPlan> whole)
    {
        writer.Lines($"__shared__ float alpha[{cuda.Slots}];");
        foreach ((ParameterPlan parameter, int side) in Sides(whole))
        {
            int slot = cuda.FirstSlot(parameter) + side;
            string value = parameter.Quantizer switch
            {
                { Exact: true } => $"memory.exact[{parameter.ScaleOffset + side}]",
                { Bits: 1 } => $"(float)meanOf(memory.sums, {Tiles(cuda, parameter)}, {side})",
                _ => $"(float)scales[{slot}].alpha",
            };
            writer.Lines($"alpha[{slot}] = {value}; // {parameter.Name}");
        }
        writer.Lines("__syncthreads();");
        using (writer.Block("if (stage != Trial && blockIdx.x == 0 && threadIdx.x == 0) // a trial leaves the scales as they are"))
        {
            foreach ((ParameterPlan parameter, int side) in Sides(whole))
                writer.Lines($"memory.scales[{parameter.ScaleOffset + side}] = alpha[{cuda.FirstSlot(parameter) + side}];");
        }
        writer.Lines("""
            for (int tile = blockIdx.x; tile < Tiles; tile += gridDim.x)
                writes<stage>(memory, gradients, alpha, tile);
            """);
    }

    private static IEnumerable<(ParameterPlan Parameter, int Side)> Sides(IEnumerable<ParameterPlan> parameters) =>
        from parameter in parameters
        from side in Enumerable.Range(0, parameter.Scales)
        select (parameter, side);

    private static string Tiles(CudaPlan cuda, ParameterPlan parameter)
    {
        int first = cuda.FirstTile(parameter);
        return $"{first}, {first + CudaPlan.TilesOf(parameter)}";
    }
}
