using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>1 bit: closed form.</summary>
internal sealed class BinaryEmitter(Quantizer quantizer, ZigZagEmitter zigZag) : QuantizerEmitter(quantizer, zigZag)
{
    public override bool UsesWeightedMean => true;

    public override IEnumerable<string> OfRows() => [Row];

    public override IEnumerable<string> OfTiles() => [Advance, SolveTiles, WriteTile];

    public override string Compare => throw new NotSupportedException("With 1 bit a level flips where the latent weight changes its sign.");

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

    private string Advance => $$"""
        /// <summary>
        /// First pass: moves the weights and adds up D|w| and D. The signs, a bit each, go to the memory of the gradient: the last pass needs
        /// nothing else, so the values of a trial need no memory.
        /// </summary>
        private void AdvanceBinary(in Tile tile)
        {
            bool isTrial = _update.Stage == UpdateStage.Trial;
            Span<float> trial = stackalloc float[TiledUpdate.BlockSize];
            Span<float> curvature = stackalloc float[TiledUpdate.BlockSize];
            Span<ushort> signs = MemoryMarshal.Cast<float, ushort>(tile.Gradient);{{ZigZag.BeforeBlocks}}
            double products = 0;
            double total = 0;
            for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
            {
                Tile block = tile.Block(start);
                Span<float> values = isTrial ? trial[..block.Count] : block.Latent;
                {{ZigZag.Move("values", "curvature[..block.Count]")}};
                AddMagnitudes(values, curvature[..block.Count], ref products, ref total);
                for (int i = 0; i < block.Count; i += Lanes.Count)
                    signs[(start + i) / Lanes.Count] = Lanes.NotNegative(Lanes.Load(values, i));
            }
            _update.Report(tile, products, total);{{ZigZag.AfterBlocks}}
        }
        """;

    private const string SolveTiles = """
        /// <summary>α = Σ D|w| / Σ D.</summary>
        private void SolveBinary(in Tile whole, int end, int scale)
        {
            (double products, double total) = _update.Sums(whole.Number, end);
            _update.Scales(scale, 1)[0] = (float)(products / total);
        }
        """;

    private const string WriteTile = """
        /// <summary>Last pass: q = α·b, with b = sign(w) and sign(0) = +1.</summary>
        private void WriteBinary(in Tile tile, int scale)
        {
            ReadOnlySpan<ushort> signs = MemoryMarshal.Cast<float, ushort>(tile.Gradient);
            float alpha = _update.Scales(scale, 1)[0];
            for (int i = 0; i < tile.Count; i += Lanes.Count)
                Lanes.Store(Lanes.PlusOrMinus(alpha, signs[i / Lanes.Count]), tile.Quantized, i, pastCache: _update.IsLarge);
        }
        """;
}
