using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>Ternary with a scale for positive and one for negative weights (LAT2): two independent problems.</summary>
internal sealed class TwoScaleEmitter(Quantizer quantizer, ZigZagEmitter zigZag) : QuantizerEmitter(quantizer, zigZag)
{
    public override bool UsesWeightedMean => false;

    public override IEnumerable<string> OfRows() => [Row, AlternateSide, TurnSide, Write(Name)];

    public override IEnumerable<string> OfTiles() => [Advance, ListSides, SolveTiles, SolveSide, ZigZag.IsMeasured ? WriteTileMeasured : WriteTile];

    public override string Compare => Comparison("float positive, float negative", CompareSetup, CompareLevel);

    /// <summary>Levels of two scales, for the exact solver as well.</summary>
    public const string CompareSetup = """
        var above = Vector512.Create(positive) * 0.5f;
        var below = Vector512.Create(-negative) * 0.5f;
        """;

    /// <inheritdoc cref="CompareSetup"/>
    public const string CompareLevel =
        "Vector512<float> level = Vector512<float>.One & (Vector512.GreaterThan(w, above) | Vector512.LessThan(w, below));";

    /// <summary>The method that writes the quantized values; the exact solver shares it.</summary>
    public static string Write(string name) => $$"""
        /// <summary>q = α₊ where w > α₊/2, −α₋ where w &lt; −α₋/2, else 0.</summary>
        private static void Write{{name}}(ReadOnlySpan<float> values, float positive, float negative, Span<float> quantized, bool pastCache)
        {
            var above = Vector512.Create(positive);
            var below = Vector512.Create(-negative);
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
                Vector512<float> w = Lanes.Load(values, i);
                Vector512<float> upper = above & Vector512.GreaterThan(w, above * 0.5f);
                Vector512<float> lower = below & Vector512.LessThan(w, below * 0.5f);
                Lanes.Store(Vector512.ConditionalSelect(Vector512.GreaterThan(w, Vector512<float>.Zero), upper, lower), quantized, i, pastCache);
            }
        }
        """;

    private const string Row = """
        /// <summary>Levels {−α₋, 0, α₊}, each side for itself; 0 where |w| ≤ α/2 of its side.</summary>
        private static void QuantizeTwoScale(
            ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, ref float positive, ref float negative)
        {
            int turns = positive > 0f ? 0 : -1;
            positive = (float)AlternateSide(values, curvature, positive, ref turns, side: 1f);
            turns = negative > 0f ? 0 : -1;
            negative = (float)AlternateSide(values, curvature, negative, ref turns, side: -1f);
            WriteTwoScale(values, positive, negative, quantized, pastCache: false);
        }
        """;

    private const string AlternateSide = """
        /// <summary>
        /// Scale of the positive (side = 1) or negative (side = −1) weights, by turns with their levels {0, 1}. Without a previous scale there is
        /// one turn more, which counts every weight of the side and gives Σ D|w| / Σ D: then <paramref name="turns"/> starts from −1.
        /// </summary>
        private static double AlternateSide(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, double current, ref int turns, float side)
        {
            while (turns < 10)
            {
                turns++;
                double products = 0;
                double squares = 0;
                TurnSide(values, curvature, current, side, ref products, ref squares);
                double next = squares > 0 ? products / squares : current;
                bool converged = Math.Abs(next - current) < 1e-6 && turns > 0;
                current = next;
                if (converged)
                    break;
            }
            return current;
        }
        """;

    private const string TurnSide = """
        /// <summary>Adds Σ D|w| and Σ D of the weights of a side beyond half its scale.</summary>
        private static void TurnSide(
            ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, double scale, float side, ref double products, ref double squares)
        {
            Vector512<double> numerator = Vector512<double>.Zero;
            Vector512<double> denominator = Vector512<double>.Zero;
            var half = Vector512.Create((float)scale * 0.5f);
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
                Vector512<float> magnitude = Lanes.Load(values, i) * side;
                Vector512<float> d = Lanes.Load(curvature, i) & Vector512.GreaterThan(magnitude, half);
                Lanes.AddProduct(ref numerator, d, magnitude);
                Lanes.Add(ref denominator, d);
            }
            products += Vector512.Sum(numerator);
            squares += Vector512.Sum(denominator);
        }
        """;

    private string WriteTileMeasured => WriteMeasured("Span<float> scales = _update.Scales(scale, 2);", "scales[0], scales[1]");

    private string Advance => $$"""
        /// <summary>First pass: moves the weights and sorts them into those whose level is sure and the list of the others.</summary>
        private void AdvanceTwoScale(in Tile tile, int scale)
        {
            UpdateStage stage = _update.Stage;
            ScaleWindow positive = _update.Window(scale, levels: 1);
            ScaleWindow negative = _update.Window(scale + 1, levels: 1);
            Span<float> buffer = stackalloc float[TiledUpdate.BlockSize];
            Span<double> sums = stackalloc double[4];
            var list = new TileList(tile.Quantized);{{ZigZag.BeforeBlocks}}
            for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
            {
                Tile block = tile.Block(start);
                Span<float> curvature = stage == UpdateStage.Backtrack ? block.Gradient : buffer[..block.Count]; // kept where it does not follow from v
                {{ZigZag.Move("block.Values", "curvature")}};
                TurnSide(block.Values, curvature, positive.High, side: 1f, ref sums[0], ref sums[1]); // sure wherever in its window α will end
                TurnSide(block.Values, curvature, negative.High, side: -1f, ref sums[2], ref sums[3]);
                ListSides(block.Values, curvature, positive, negative, ref list);
            }
            _update.Report(tile, sums[0], sums[1], side: 0);
            _update.Report(tile, sums[2], sums[3], side: 1);
            _update.Report(tile, list);{{ZigZag.AfterBlocks}}
        }
        """;

    private const string ListSides = """
        /// <summary>Lists the weights that are beyond half their side's scale or not, depending on where in its window that ends.</summary>
        private static void ListSides(
            scoped ReadOnlySpan<float> values, scoped ReadOnlySpan<float> curvature, ScaleWindow positive, ScaleWindow negative, ref TileList list)
        {
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
                Vector512<float> w = Lanes.Load(values, i);
                Vector512<float> least = Vector512.GreaterThan(w, Vector512.Create(positive.Low * 0.5f))
                    | Vector512.LessThan(w, Vector512.Create(negative.Low * -0.5f));
                Vector512<float> most = Vector512.GreaterThan(w, Vector512.Create(positive.High * 0.5f))
                    | Vector512.LessThan(w, Vector512.Create(negative.High * -0.5f));
                list.Add(w, Lanes.Load(curvature, i), Vector512.AndNot(least, most));
            }
        }
        """;

    private const string SolveTiles = """
        /// <summary>Both sides, the one after the other.</summary>
        private void SolveTwoScale(in Tile whole, int end, int scale)
        {
            SolveSide(whole, end, scale, side: 1f, 0);
            SolveSide(whole, end, scale + 1, side: -1f, 1);
        }
        """;

    private const string WriteTile = """
        /// <summary>Last pass over a tile.</summary>
        private void WriteTwoScale(in Tile tile, int scale)
        {
            Span<float> scales = _update.Scales(scale, 2);
            WriteTwoScale(tile.Values, scales[0], scales[1], tile.Quantized, _update.IsLarge);
        }
        """;

    private const string SolveSide = """
        /// <summary>α and the levels of a side by turns over the lists, while α stays in its window; else over all the weights.</summary>
        private void SolveSide(in Tile whole, int end, int scale, float side, int sums)
        {
            ref float alpha = ref _update.Scales(scale, 1)[0];
            ScaleWindow window = _update.Window(scale, levels: 1);
            (double sureProducts, double sureSquares) = _update.Sums(whole.Number, end, sums);
            bool isListed = _update.IsListed(whole.Number, end);
            double current = alpha;
            double farthest = 0;
            int turns = alpha > 0f ? 0 : -1;
            while (turns < 10)
            {
                if (!isListed || !window.Contains(current))
                {
                    int listed = turns;
                    current = AlternateSide(whole.Values, Curvature(whole), current, ref turns, side);
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
                    TurnSide(values, curvature, current, side, ref products, ref squares);
                }
                double next = squares > 0 ? products / squares : current;
                bool converged = Math.Abs(next - current) < 1e-6 && turns > 0;
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
