using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>1 bit: closed form.</summary>
internal sealed class BinaryEmitter(Quantizer quantizer) : QuantizerEmitter(quantizer)
{
    public override bool UsesWeightedMean => true;

    public override IEnumerable<string> OfRows() => [Row];

    public override IEnumerable<string> OfTiles() => [Advance, SolveTiles, WriteTile];

    private const string Row = """
        /// <summary>Levels ±1: α = Σ D|w| / Σ D, b = sign(w) with sign(0) = +1.</summary>
        private static void QuantizeBinary(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, ref float scale)
        {
            scale = (float)WeightedMean(values, curvature);
            var alpha = Vector512.Create(scale);
            for (int i = 0; i < values.Length; i += Lanes.Count)
            {
                Vector512<float> positive = Vector512.GreaterThanOrEqual(Lanes.Load(values, i), Vector512<float>.Zero);
                Lanes.Store(Vector512.ConditionalSelect(positive, alpha, -alpha), quantized, i);
            }
        }
        """;

    private const string Advance = """
        /// <summary>
        /// First pass: moves the weights and adds up D|w| and D. The signs, a bit each, go to the memory of the gradient: the last pass needs
        /// nothing else.
        /// </summary>
        private void AdvanceBinary(in Tile tile)
        {
            AdamStep step = _update.Step;
            UpdateStage stage = _update.Stage;
            Span<ushort> signs = MemoryMarshal.Cast<float, ushort>(tile.Gradient);
            Vector512<double> numerator = Vector512<double>.Zero;
            Vector512<double> denominator = Vector512<double>.Zero;
            Vector512<float> residue = Vector512<float>.Zero;
            for (int i = 0; i < tile.Count; i += Lanes.Count)
            {
                Vector512<float> w = Clip(Move(tile, i, step, stage, ref residue, out Vector512<float> d));
                if (stage != UpdateStage.Trial)
                    Lanes.Store(w, tile.Latent, i);
                d = Lanes.First(d, tile.Count - i);
                Lanes.AddProduct(ref numerator, d, Vector512.Abs(w));
                Lanes.Add(ref denominator, d);
                signs[i / Lanes.Count] = (ushort)Vector512.GreaterThanOrEqual(w, Vector512<float>.Zero).ExtractMostSignificantBits();
            }
            _update.Report(tile, residue);
            _update.Report(tile, numerator, denominator);
        }
        """;

    private const string SolveTiles = """
        /// <summary>α = Σ D|w| / Σ D.</summary>
        private void SolveBinary(in Tile whole, int end, int scale)
        {
            (double numerator, double denominator) = _update.Sums(whole.Number, end);
            _update.Scales(scale, 1)[0] = (float)(numerator / denominator);
        }
        """;

    private const string WriteTile = """
        /// <summary>Last pass: q = α·b, with b = sign(w) and sign(0) = +1.</summary>
        private void WriteBinary(in Tile tile, int scale)
        {
            ReadOnlySpan<ushort> signs = MemoryMarshal.Cast<float, ushort>(tile.Gradient);
            float alpha = _update.Scales(scale, 1)[0];
            for (int i = 0; i < tile.Count; i += Lanes.Count)
                Lanes.Store(Lanes.PlusOrMinus(alpha, signs[i / Lanes.Count]), tile.Quantized, i);
        }
        """;
}
