using QuantDsl.Generators.Emit.Quantizers;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>What <c>[ZigZag]</c> adds to the update. Without it every piece is empty and every call the plain one.</summary>
/// <param name="plan">The model.</param>
internal sealed class ZigZagEmitter(ModelPlan plan)
{
    public bool IsMeasured => plan.IsMeasured;

    /// <summary>In a method that moves a tile, before its loop over blocks.</summary>
    public string BeforeBlocks => IsMeasured
        ? "\n    Span<float> moved = stackalloc float[TiledUpdate.BlockSize];\n    var measured = new ZigZagSums();"
        : "";

    /// <summary>Behind the loop.</summary>
    public string AfterBlocks => IsMeasured ? "\n    _zigzag.Report(tile, measured);" : "";

    /// <summary>At the end of what quantizes rows, where steps do it and not only the first quantization.</summary>
    public string AfterRows(Quantizer quantizer)
    {
        bool isOfSteps = Leveled.Any(parameter => parameter.Quantizer == quantizer && !QuantizerEmitter.IsTiled(parameter));
        return IsMeasured && isOfSteps
            ? "\n    if (_update.Stage is UpdateStage.Laq or UpdateStage.Backtrack)"
                + $"\n        _zigzag.Report(tile, Compare{quantizer.Name}Rows(tile, rows, scale));"
            : "";
    }

    /// <summary>Moves a block of quantized weights.</summary>
    public string Move(string values, string curvature) => IsMeasured
        ? $"MoveMeasured(block, {values}, {curvature}, moved, ref measured)"
        : $"Move(block, {values}, {curvature}, bound: 1f)";

    /// <summary>Tensors whose levels have to be remembered; that of 1 bit is the sign of the latent weight.</summary>
    public IEnumerable<ParameterPlan> Leveled => plan.Parameters.Where(parameter => parameter.Quantizer?.Bits > 1);

    /// <summary>The methods that all quantizers share.</summary>
    public string Write()
    {
        bool hasBinary = plan.Quantizers.Any(quantizer => quantizer.Bits == 1);
        List<string> methods = [MoveMeasured, MeasureGradient, MeasureMove(hasBinary), Conclude];
        if (Leveled.Any())
            methods.Add(FindLevels);
        return string.Join("\n\n", methods);
    }

    /// <summary>Compares the levels of rows with those of the step before.</summary>
    public static string CompareRows(Quantizer quantizer)
    {
        string scales = quantizer.ScalesPerRow == 1 ? "scales[row]" : "scales[2 * row], scales[(2 * row) + 1]";
        return $$"""
            /// <summary>Puts the levels of rows in place of those of the step before; says how many differ.</summary>
            private int Compare{{quantizer.Name}}Rows(in Tile tile, int rows, int scale)
            {
                Span<float> scales = _update.Scales(scale, {{(quantizer.ScalesPerRow == 1 ? "rows" : $"{quantizer.ScalesPerRow} * rows")}});
                Span<sbyte> levels = _zigzag.Levels(tile);
                int count = tile.Count / rows;
                int flips = 0;
                for (int row = 0; row < rows; row++)
                    flips += Compare{{quantizer.Name}}(tile.Latent.Slice(row * count, count), {{scales}}, levels.Slice(row * count, count));
                return flips;
            }
            """;
    }

    private const string MoveMeasured = """
        /// <summary>
        /// Moves a block of quantized weights and measures it while it is in the first-level cache: the gradient, before its memory takes
        /// something else, and how each weight moved. A trial moves nothing.
        /// </summary>
        private void MoveMeasured(in Tile block, Span<float> values, Span<float> curvature, Span<float> moved, ref ZigZagSums sums)
        {
            MeasureGradient(block, ref sums);
            if (_update.Stage == UpdateStage.Trial)
            {
                Move(block, values, curvature, bound: 1f);
                return;
            }
            moved = moved[..block.Count];
            Move(block, moved, curvature, bound: 1f);
            MeasureMove(block, moved, ref sums);
        }
        """;

    private const string MeasureGradient = """
        /// <summary>
        /// Adds Σ g·g′ and Σ g²: g′ is the gradient of the step before, and that at q beside the one of a trial. Leaves g for the next step.
        /// </summary>
        private void MeasureGradient(in Tile block, ref ZigZagSums sums)
        {
            bool isOfTrial = _update.Stage == UpdateStage.Backtrack;
            Span<float> previous = _zigzag.Gradients(block);
            Vector512<double> products = Vector512<double>.Zero;
            Vector512<double> squares = Vector512<double>.Zero;
            for (int i = 0; i < block.Count; i += Lanes.Count)
            {
                Vector512<float> g = Lanes.Load(block.Gradient, i);
                Lanes.AddProduct(ref products, g, Lanes.Load(previous, i));
                Lanes.AddProduct(ref squares, g, g);
                if (!isOfTrial)
                    Lanes.Store(g, previous, i);
            }
            sums.Products += Vector512.Sum(products);
            sums.Squares += Vector512.Sum(squares);
        }
        """;

    private static string MeasureMove(bool hasBinary)
    {
        string what = hasBinary ? "the updates that turned, and the weights whose sign changed" : "and the updates that turned";
        string declare = hasBinary ? "\n    int crossings = 0;" : "";
        string count = hasBinary ? "\n        crossings += ushort.PopCount((ushort)(Lanes.NotNegative(before) ^ Lanes.NotNegative(w)));" : "";
        string add = hasBinary ? "\n    sums.Crossings += crossings;" : "";
        return $$"""
            /// <summary>Writes the moved weights of a block; finds the largest swing, {{what}}.</summary>
            private void MeasureMove(in Tile block, ReadOnlySpan<float> moved, ref ZigZagSums sums)
            {
                Span<uint> signs = _zigzag.Signs(block);
                Vector512<float> swing = sums.Swing;
                int signChanges = 0;{{declare}}
                for (int i = 0; i < block.Count; i += Lanes.Count)
                {
                    Vector512<float> before = Lanes.Load(block.Latent, i);
                    Vector512<float> w = Lanes.Load(moved, i);
                    Vector512<float> step = w - before;
                    swing = Vector512.MaxNative(swing, Vector512.Abs(step));
                    signChanges += Lanes.ExchangeSigns(step, ref signs[i / Lanes.Count]);{{count}}
                    Lanes.Store(w, block.Latent, i);
                }
                sums.Swing = swing;
                sums.SignChanges += signChanges;{{add}}
            }
            """;
    }

    private string Conclude
    {
        get
        {
            IEnumerable<string> lines = plan.Parameters.Where(parameter => parameter.Quantizer is not null).Select(parameter =>
                $"    _zigzag.Conclude(parameter: {parameter.Index}, {Tiles(parameter)}); // {UpdateEmitter.Comment(parameter)}");
            return $$"""
                /// <summary>The measures of a step, from what was found in the tiles.</summary>
                private void ConcludeZigZag()
                {
                {{string.Join("\n", lines)}}
                    _zigzag.End();
                }
                """;
        }
    }

    private static string Tiles(ParameterPlan parameter) => $"first: {parameter.FirstTile}, end: {parameter.FirstTile + parameter.Tiles}";

    private string FindLevels
    {
        get
        {
            IEnumerable<string> lines = Leveled.Select(parameter =>
                $"    Compare{parameter.Quantizer!.Name}Rows({UpdateEmitter.Whole(parameter)}, {Rows(parameter)}); "
                + $"// {UpdateEmitter.Comment(parameter)}");
            return $$"""
                /// <summary>The levels that a step begins with, where no measured step left them: the first one, or one after going back.</summary>
                private void FindLevels()
                {
                {{string.Join("\n", lines)}}
                }
                """;
        }
    }

    private static string Rows(ParameterPlan parameter) => $"rows: {parameter.Rows}, scale: {parameter.ScaleOffset}";
}
