using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>Grids with one scale and 2 or more bits: levels and scale by turns.</summary>
internal sealed class AlternatingEmitter(Quantizer quantizer, Levels levels, ZigZagEmitter zigZag) : QuantizerEmitter(quantizer, zigZag)
{
    public override bool UsesWeightedMean => true;

    public override IEnumerable<string> OfRows() => [Row, Alternate, Turn, WriteRow];

    public override IEnumerable<string> OfTiles() => [Advance, Sort, SolveTiles, WriteTile];

    public override string Compare => Comparison("float scale", levels.CodeSetup, levels.Code);

    private string Next => $"squares > 0 ? {(levels.Unit == 1 ? "" : $"{levels.Unit} * ")}products / squares : current";

    private string Row => $$"""
        /// <summary>Levels {{levels.Words}}: α and b by turns, from the α there is or from Σ D|w| / Σ D.</summary>
        private static void Quantize{{Name}}(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, ref float scale)
        {
            double start = scale > 0f ? scale : WeightedMean(values, curvature);
            int turns = 0;
            scale = start > 0 ? (float)Alternate{{Name}}(values, curvature, start, ref turns) : 0f; // 0: every weight is
            Write{{Name}}(values, scale, quantized, pastCache: false);
        }
        """;

    private string Alternate => $$"""
        /// <summary>α = Σ D·b·w / Σ D·b², until it moves less than 1e-6 or 10 times; each turn goes over all the weights.</summary>
        private static double Alternate{{Name}}(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, double current, ref int turns)
        {
            while (turns < 10)
            {
                turns++;
                double products = 0;
                double squares = 0;
                Turn{{Name}}(values, curvature, current, ref products, ref squares);
                double next = {{Next}};
                bool converged = Math.Abs(next - current) < 1e-6;
                current = next;
                if (converged)
                    break;
            }
            return current;
        }
        """;

    private string Turn => $$"""
        /// <summary>Adds Σ D·b·w and Σ D·b² for the levels b that are nearest at a scale{{(levels.Unit == 1 ? "" : $"; b in units of 1/{levels.Unit}")}}.</summary>
        private static void Turn{{Name}}(
            ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, double scale, ref double products, ref double squares)
        {
            Vector512<double> numerator = Vector512<double>.Zero;
            Vector512<double> denominator = Vector512<double>.Zero;
            {{levels.TurnSetup}}
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
        {{Indent(levels.Turn, 2)}}
            }
            products += Vector512.Sum(numerator);
            squares += Vector512.Sum(denominator);
        }
        """;

    private string WriteRow => $$"""
        /// <summary>q = α·b with the nearest levels.</summary>
        private static void Write{{Name}}(ReadOnlySpan<float> values, float scale, Span<float> quantized, bool pastCache)
        {
            if (scale == 0f)
            {
                quantized.Clear();
                return;
            }
        {{Indent(levels.Write, 1)}}
        }
        """;

    private string WriteTile => ZigZag.IsMeasured ? WriteMeasured("float alpha = _update.Scales(scale, 1)[0];", "alpha") : $"""
        /// <summary>Last pass over a tile.</summary>
        private void Write{Name}(in Tile tile, int scale) =>
            Write{Name}(tile.Values, _update.Scales(scale, 1)[0], tile.Quantized, _update.IsLarge);
        """;

    private string Advance => $$"""
        /// <summary>First pass: moves the weights and sorts them into those whose level is sure and the list of the others.</summary>
        private void Advance{{Name}}(in Tile tile, int scale)
        {
            UpdateStage stage = _update.Stage;
            ScaleWindow window = _update.Window(scale, levels: {{levels.Density}});
            Span<float> buffer = stackalloc float[TiledUpdate.BlockSize];
            var list = new TileList(tile.Quantized);{{ZigZag.BeforeBlocks}}
            double products = 0;
            double squares = 0;
            for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
            {
                Tile block = tile.Block(start);
                Span<float> curvature = stage == UpdateStage.Backtrack ? block.Gradient : buffer[..block.Count]; // kept where it does not follow from v
                {{ZigZag.Move("block.Values", "curvature")}};
                Sort{{Name}}(block.Values, curvature, window, ref list, ref products, ref squares);
            }
            _update.Report(tile, products, squares);
            _update.Report(tile, list);{{ZigZag.AfterBlocks}}
        }
        """;

    private string Sort => $$"""
        /// <summary>
        /// Adds Σ D·b·w and Σ D·b² of the weights whose level is the same wherever in its window α will end. The few others, near a boundary of two
        /// levels, go to the list.
        /// </summary>
        private static void Sort{{Name}}(
            scoped ReadOnlySpan<float> values, scoped ReadOnlySpan<float> curvature, ScaleWindow window, ref TileList list,
            ref double products, ref double squares)
        {
            Vector512<double> numerator = Vector512<double>.Zero;
            Vector512<double> denominator = Vector512<double>.Zero;
        {{Indent(levels.SortSetup, 1)}}
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
        {{Indent(levels.Sort, 2)}}
                list.Add(magnitude, d, {{levels.Open}});
            }
            products += Vector512.Sum(numerator);
            squares += Vector512.Sum(denominator);
        }
        """;

    private string SolveTiles => $$"""
        /// <summary>
        /// α and b by turns over the lists, while α stays in its window; else over all the weights. From the α there is, or from Σ D|w| / Σ D.
        /// </summary>
        private void Solve{{Name}}(in Tile whole, int end, int scale)
        {
            ref float alpha = ref _update.Scales(scale, 1)[0];
            if (!(alpha > 0f))
            {
                Quantize{{Name}}(whole.Values, Curvature(whole), whole.Quantized, ref alpha);
                return;
            }
            ScaleWindow window = _update.Window(scale, levels: {{levels.Density}});
            (double sureProducts, double sureSquares) = _update.Sums(whole.Number, end);
            bool isListed = _update.IsListed(whole.Number, end);
            double current = alpha;
            double farthest = 0;
            int turns = 0;
            while (turns < 10)
            {
                if (!isListed || !window.Contains(current))
                {
                    int listed = turns;
                    current = Alternate{{Name}}(whole.Values, Curvature(whole), current, ref turns);
                    _update.Sweep(whole, times: turns - listed);
                    farthest = Math.Max(farthest, Math.Abs((current / alpha) - 1));
                    break;
                }
                turns++;
                double products = sureProducts;
                double squares = sureSquares;
                for (int tile = whole.Number; tile < end; tile++)
                {
                    _update.List(whole, tile, out ReadOnlySpan<float> values, out ReadOnlySpan<float> curvature);
                    Turn{{Name}}(values, curvature, current, ref products, ref squares);
                }
                double next = {{Next}};
                bool converged = Math.Abs(next - current) < 1e-6;
                current = next;
                farthest = Math.Max(farthest, Math.Abs((current / alpha) - 1));
                if (converged)
                    break;
            }
            alpha = (float)current;
            _update.Learn(scale, farthest);
        }
        """;
}
