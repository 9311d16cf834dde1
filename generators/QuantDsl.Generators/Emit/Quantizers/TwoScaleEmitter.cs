using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>Ternary with a scale for positive and one for negative weights (LAT2): two independent problems.</summary>
internal static class TwoScaleEmitter
{
    public static string Write(Quantizer quantizer)
    {
        string modifier = quantizer.Exact ? "" : "static ";
        string method = quantizer.Exact ? "_sorter.SideScale" : "SideScale";
        string positive = quantizer.Exact ? "1f" : "positive, 1f";
        string negative = quantizer.Exact ? "-1f" : "negative, -1f";
        string main = $$"""
            /// <summary>Levels {−α₋, 0, α₊}, each side for itself; 0 where |w| ≤ α/2 of its side.</summary>
            private {{modifier}}void Quantize{{quantizer.Name}}(
                ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, Span<float> quantized, ref float positive, ref float negative)
            {
                positive = {{method}}(latent, curvature, {{positive}});
                negative = {{method}}(latent, curvature, {{negative}});
                var above = new Vector<float>(positive);
                var below = new Vector<float>(-negative);
                for (int i = 0; i < latent.Length; i += Vector<float>.Count)
                {
                    Vector<float> w = Lanes.Load(latent, i);
                    Vector<float> upper = Vector.ConditionalSelect(Vector.GreaterThan(w, above * 0.5f), above, Vector<float>.Zero);
                    Vector<float> lower = Vector.ConditionalSelect(Vector.LessThan(w, below * 0.5f), below, Vector<float>.Zero);
                    Lanes.Store(Vector.ConditionalSelect(Vector.GreaterThan(w, Vector<float>.Zero), upper, lower), quantized, i);
                }
            }
            """;
        return quantizer.Exact ? main : main + "\n\n" + SideScale;
    }

    private const string SideScale = """
        /// <summary>Scale of the positive (side = 1) or negative (side = −1) weights, by turns with their levels {0, 1}.</summary>
        private static float SideScale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, float scale, float side)
        {
            double current = scale; // 0 at first: then every weight of the side counts, and the first turn gives Σ D|w| / Σ D
            bool isFirst = !(scale > 0f);
            for (int iteration = isFirst ? -1 : 0; iteration < 10; iteration++)
            {
                Vector<double> numerator = Vector<double>.Zero;
                Vector<double> denominator = Vector<double>.Zero;
                var threshold = new Vector<float>((float)current * 0.5f);
                for (int i = 0; i < latent.Length; i += Vector<float>.Count)
                {
                    Vector<float> w = Lanes.Load(latent, i) * side;
                    Vector<float> d = Vector.ConditionalSelect(Vector.GreaterThan(w, threshold), Lanes.Load(curvature, i), Vector<float>.Zero);
                    Lanes.AddProduct(ref numerator, d, w);
                    Lanes.Add(ref denominator, d);
                }
                double curvatures = Vector.Sum(denominator);
                double next = curvatures > 0 ? Vector.Sum(numerator) / curvatures : current;
                bool converged = Math.Abs(next - current) < 1e-6 && iteration >= 0;
                current = next;
                if (converged)
                    break;
            }
            return (float)current;
        }
        """;
}
