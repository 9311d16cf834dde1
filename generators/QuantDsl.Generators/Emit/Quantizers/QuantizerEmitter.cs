using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>The code of one quantizer.</summary>
internal abstract class QuantizerEmitter(Quantizer quantizer, ZigZagEmitter zigZag)
{
    public static QuantizerEmitter Of(Quantizer quantizer, ZigZagEmitter zigZag) => quantizer switch
    {
        { Bits: 1 } => new BinaryEmitter(quantizer, zigZag),
        { Exact: true } => new ExactEmitter(quantizer, zigZag),
        { Grid: GridKind.TwoScale } => new TwoScaleEmitter(quantizer, zigZag),
        { Bits: 2 } => new AlternatingEmitter(quantizer, new TernaryLevels(), zigZag),
        { Grid: GridKind.Logarithmic } => new AlternatingEmitter(quantizer, new LogarithmicLevels(quantizer), zigZag),
        _ => new AlternatingEmitter(quantizer, new LinearLevels(quantizer), zigZag),
    };

    /// <summary>Whether it starts from Σ D|w| / Σ D.</summary>
    public abstract bool UsesWeightedMean { get; }

    /// <summary>Whether a parameter is solved between two passes over its tiles, not row by row.</summary>
    public static bool IsTiled(ParameterPlan parameter) => parameter is { Quantizer.Exact: false, Rows: 1 };

    /// <summary>What compares the levels of values with those of the step before; of 2 bits and more.</summary>
    public abstract string Compare { get; }

    protected Quantizer Quantizer => quantizer;

    protected ZigZagEmitter ZigZag => zigZag;

    protected string Name => quantizer.Name;

    /// <summary>What finds the scales of a row and writes its quantized values.</summary>
    public abstract IEnumerable<string> OfRows();

    /// <summary>What does so for a parameter that is cut into tiles: the first pass over a tile, the solution, and the last pass.</summary>
    public abstract IEnumerable<string> OfTiles();

    /// <summary>Call that finds the scales of a parameter after the first pass.</summary>
    public virtual string Solve(string whole, ParameterPlan parameter) =>
        $"Solve{Name}({whole}, end: {parameter.FirstTile + parameter.Tiles}, scale: {parameter.ScaleOffset})";

    /// <summary>Call that writes the quantized values of a tile.</summary>
    public virtual string Write(string tile, ParameterPlan parameter) => $"Write{Name}({tile}, scale: {parameter.ScaleOffset})";

    /// <summary>Quantizes the rows of a tile, for any number of scales.</summary>
    public string Rows()
    {
        string call = quantizer.ScalesPerRow == 1
            ? "ref scales[row]"
            : "ref scales[2 * row], ref scales[(2 * row) + 1]";
        return $$"""
            /// <summary>
            /// Quantizes rows, each with {{(quantizer.ScalesPerRow == 1 ? "a scale" : "two scales")}} of its own. Their curvature lies where the quantized values go; that of the first
            /// quantization where gradients are.
            /// </summary>
            private void Quantize{{Name}}Rows(in Tile tile, int rows, int scale)
            {
                Span<float> scales = _update.Scales(scale, {{(quantizer.ScalesPerRow == 1 ? "rows" : $"{quantizer.ScalesPerRow} * rows")}});
                Span<float> curvature = _update.Stage == UpdateStage.Initial ? tile.Gradient : tile.Quantized;
                int count = tile.Count / rows;
                for (int row = 0; row < rows; row++)
                {
                    int start = row * count;
                    Span<float> quantized = tile.Quantized.Slice(start, count);
                    Quantize{{Name}}(tile.Values.Slice(start, count), curvature.Slice(start, count), quantized, {{call}});
                }{{zigZag.AfterRows(quantizer)}}
            }
            """;
    }

    /// <summary>Σ D|w| / Σ D over a row.</summary>
    public const string WeightedMean = """
        /// <summary>Σ D|w| / Σ D: the scale of the binary grid, and where the others start.</summary>
        private static double WeightedMean(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature)
        {
            double products = 0;
            double total = 0;
            AddMagnitudes(values, curvature, ref products, ref total);
            return products / total;
        }

        /// <summary>Adds Σ D|w| and Σ D.</summary>
        private static void AddMagnitudes(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, ref double products, ref double total)
        {
            Vector512<double> numerator = Vector512<double>.Zero;
            Vector512<double> denominator = Vector512<double>.Zero;
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
                Vector512<float> d = Lanes.Load(curvature, i);
                Lanes.AddProduct(ref numerator, d, Vector512.Abs(Lanes.Load(values, i)));
                Lanes.Add(ref denominator, d);
            }
            products += Vector512.Sum(numerator);
            total += Vector512.Sum(denominator);
        }
        """;

    /// <summary>A method that compares levels with those of the step before.</summary>
    /// <param name="scales">The parameters for the scales.</param>
    /// <param name="setup">Before the loop.</param>
    /// <param name="level">Finds <c>level</c> of <c>w</c>: a whole number whose sign is that of w, or will be.</param>
    protected string Comparison(string scales, string setup, string level) => $$"""
        /// <summary>Puts the levels of values in place of those of the step before; says how many differ.</summary>
        private static int Compare{{Name}}(ReadOnlySpan<float> values, {{scales}}, Span<sbyte> levels)
        {
        {{Indent(setup, 1)}}
            int flips = 0;
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
                Vector512<float> w = Lanes.Load(values, i);
        {{Indent(level, 2)}}
                flips += Lanes.ExchangeLevels(Vector512.CopySign(level, w), levels, i);
            }
            return flips;
        }
        """;

    /// <summary>A last pass that compares each block's levels while it is in the cache; a trial has none to compare.</summary>
    /// <param name="setup">The scales.</param>
    /// <param name="scales">Their names, as arguments.</param>
    protected string WriteMeasured(string setup, string scales) => $$"""
        /// <summary>Last pass over a tile; compares the levels of each block with those of the step before while they are in the cache.</summary>
        private void Write{{Name}}(in Tile tile, int scale)
        {
            {{setup}}
            int flips = 0;
            for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
            {
                Tile block = tile.Block(start);
                Write{{Name}}(block.Values, {{scales}}, block.Quantized, _update.IsLarge);
                if (_update.Stage != UpdateStage.Trial)
                    flips += Compare{{Name}}(block.Values, {{scales}}, _zigzag.Levels(block));
            }
            _zigzag.Report(tile, flips);
        }
        """;

    /// <summary>Code of an inner block, at its depth.</summary>
    protected static string Indent(string text, int depth) =>
        string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(line => line.Length == 0 ? line : new string(' ', 4 * depth) + line));
}
