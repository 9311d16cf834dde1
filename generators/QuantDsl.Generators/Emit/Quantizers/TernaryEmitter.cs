using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>2 bits, one scale: b is 0 up to α/2 and ±1 above.</summary>
internal static class TernaryEmitter
{
    public static string Write(Quantizer quantizer) => $$"""
        /// <summary>Levels {−1, 0, 1}: {{(quantizer.Exact ? "α is the global minimiser" : "α and b by turns")}}; b = 0 where |w| ≤ α/2.</summary>
        private {{(quantizer.Exact ? "" : "static ")}}void Quantize{{quantizer.Name}}(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, Span<float> quantized, ref float scale)
        {
        {{Indent(quantizer.Exact ? Exact : Alternating)}}
            var alpha = new Vector<float>(scale);
            Vector<float> half = alpha * 0.5f;
            for (int i = 0; i < latent.Length; i += Vector<float>.Count)
            {
                Vector<float> w = Lanes.Load(latent, i);
                Lanes.Store(Vector.ConditionalSelect(Vector.GreaterThan(Vector.Abs(w), half), Vector.CopySign(alpha, w), Vector<float>.Zero), quantized, i);
            }
        }
        """;

    private const string Exact = "scale = _sorter.Scale(latent, curvature);";

    private const string Alternating = """
        double current = scale > 0f ? scale : WeightedMean(latent, curvature);
        for (int iteration = 0; iteration < 10; iteration++)
        {
            Vector<double> numerator = Vector<double>.Zero;
            Vector<double> denominator = Vector<double>.Zero;
            var threshold = new Vector<float>((float)current * 0.5f);
            for (int i = 0; i < latent.Length; i += Vector<float>.Count)
            {
                Vector<float> magnitude = Vector.Abs(Lanes.Load(latent, i));
                Vector<float> d = Vector.ConditionalSelect(Vector.GreaterThan(magnitude, threshold), Lanes.Load(curvature, i), Vector<float>.Zero);
                Lanes.AddProduct(ref numerator, d, magnitude);
                Lanes.Add(ref denominator, d);
            }
            double curvatures = Vector.Sum(denominator);
            double next = curvatures > 0 ? Vector.Sum(numerator) / curvatures : current;
            bool converged = Math.Abs(next - current) < 1e-6;
            current = next;
            if (converged)
                break;
        }
        scale = (float)current;
        """;

    internal static string Indent(string text) => string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}
