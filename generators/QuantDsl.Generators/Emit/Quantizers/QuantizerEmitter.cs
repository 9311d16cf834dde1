using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>Chooses the code of a quantizer: it finds the scale of one row and writes q = α·b.</summary>
internal static class QuantizerEmitter
{
    public static string Write(Quantizer quantizer) => quantizer switch
    {
        { Bits: 1 } => BinaryEmitter.Write(quantizer),
        { Grid: GridKind.TwoScale } => TwoScaleEmitter.Write(quantizer),
        { Bits: 2 } => TernaryEmitter.Write(quantizer),
        { Grid: GridKind.Logarithmic } => AlternatingEmitter.Write(quantizer, new LogarithmicLevels(quantizer)),
        _ => AlternatingEmitter.Write(quantizer, new LinearLevels(quantizer)),
    };

    /// <summary>Methods that the quantizers share, each once and only if used.</summary>
    public static IEnumerable<string> Helpers(IEnumerable<Quantizer> quantizers)
    {
        List<Quantizer> used = [.. quantizers];
        if (used.Any(quantizer => !quantizer.Exact && quantizer.Grid != GridKind.TwoScale))
            yield return WeightedMean;
    }

    private const string WeightedMean = """
        /// <summary>Σ D|w| / Σ D: the scale of the binary grid, and where the others start.</summary>
        private static double WeightedMean(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature)
        {
            Vector<double> weighted = Vector<double>.Zero;
            Vector<double> total = Vector<double>.Zero;
            for (int i = 0; i < latent.Length; i += Vector<float>.Count)
            {
                Vector<float> d = Lanes.Load(curvature, i);
                Lanes.AddProduct(ref weighted, d, Vector.Abs(Lanes.Load(latent, i)));
                Lanes.Add(ref total, d);
            }
            return Vector.Sum(weighted) / Vector.Sum(total);
        }
        """;
}
