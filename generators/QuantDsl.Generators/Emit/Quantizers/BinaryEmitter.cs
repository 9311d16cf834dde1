using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>1 bit: closed form.</summary>
internal static class BinaryEmitter
{
    public static string Write(Quantizer quantizer) => $$"""
        /// <summary>Levels ±1: α = Σ D|w| / Σ D, b = sign(w) with sign(0) = +1.</summary>
        private static void Quantize{{quantizer.Name}}(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, Span<float> quantized, ref float scale)
        {
            scale = (float)WeightedMean(latent, curvature);
            var alpha = new Vector<float>(scale);
            for (int i = 0; i < latent.Length; i += Vector<float>.Count)
            {
                Vector<float> w = Lanes.Load(latent, i);
                Lanes.Store(Vector.ConditionalSelect(Vector.GreaterThanOrEqual(w, Vector<float>.Zero), alpha, -alpha), quantized, i);
            }
        }
        """;
}
