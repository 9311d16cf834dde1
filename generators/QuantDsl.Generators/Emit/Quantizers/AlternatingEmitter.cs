using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>Grids of 3 or more bits: levels and scale by turns.</summary>
internal static class AlternatingEmitter
{
    public static string Write(Quantizer quantizer, Levels levels)
    {
        string unit = levels.Unit == 1 ? "" : $"{levels.Unit} * ";
        string fraction = levels.Unit == 1 ? "level" : $"(level / {levels.Unit}f)";
        return $$"""
            /// <summary>Levels {{levels.Words}}: α and b by turns, α = Σ D·b·w / Σ D·b², until α moves less than 1e-6 or 10 times.</summary>
            private static void Quantize{{quantizer.Name}}(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, Span<float> quantized, ref float scale)
            {
                double current = scale > 0f ? scale : WeightedMean(latent, curvature);
                scale = (float)current;
                if (!(scale > 0f))
                {
                    quantized.Clear(); // every weight is 0
                    return;
                }
                for (int iteration = 0; iteration < 10; iteration++)
                {
                    Vector<double> numerator = Vector<double>.Zero;
                    Vector<double> denominator = Vector<double>.Zero;
                    var alpha = new Vector<float>((float)current);
                    for (int i = 0; i < latent.Length; i += Vector<float>.Count)
                    {
                        Vector<float> w = Lanes.Load(latent, i);
                        {{levels.Round}}
                        Vector<float> weighted = Lanes.Load(curvature, i) * level;
                        Lanes.AddProduct(ref numerator, weighted, w);
                        Lanes.AddProduct(ref denominator, weighted, level);
                    }
                    double squares = Vector.Sum(denominator);
                    double next = squares > 0 ? {{unit}}Vector.Sum(numerator) / squares : current;
                    bool converged = Math.Abs(next - current) < 1e-6;
                    current = next;
                    if (converged)
                        break;
                }
                scale = (float)current;
                Write{{quantizer.Name}}(latent, scale, quantized);
            }

            private static void Write{{quantizer.Name}}(ReadOnlySpan<float> latent, float scale, Span<float> quantized)
            {
                var alpha = new Vector<float>(scale);
                for (int i = 0; i < latent.Length; i += Vector<float>.Count)
                {
                    Vector<float> w = Lanes.Load(latent, i);
                    {{levels.Round}}
                    Lanes.Store(alpha * {{fraction}}, quantized, i);
                }
            }
            """;
    }
}
