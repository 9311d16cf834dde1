using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>Ternary by the global minimiser, with one scale or two: sorts a whole row, so tiles do not help.</summary>
internal sealed class ExactEmitter(Quantizer quantizer, ZigZagEmitter zigZag) : QuantizerEmitter(quantizer, zigZag)
{
    public override bool UsesWeightedMean => false;

    public override IEnumerable<string> OfRows() =>
        Quantizer.Grid == GridKind.TwoScale ? [TwoScales, TwoScaleEmitter.Write(Name)] : [OneScale];

    public override IEnumerable<string> OfTiles() => [];

    public override string Compare => Quantizer.Grid == GridKind.TwoScale
        ? Comparison("float positive, float negative", TwoScaleEmitter.CompareSetup, TwoScaleEmitter.CompareLevel)
        : Comparison("float scale", TernaryLevels.Setup, TernaryLevels.Level);

    public override string Solve(string whole, ParameterPlan parameter) =>
        $"Quantize{Name}Rows({whole}, rows: 1, scale: {parameter.ScaleOffset})";

    private string OneScale => $$"""
        /// <summary>Levels {−1, 0, 1}: α is the global minimiser; b = 0 where |w| ≤ α/2.</summary>
        private static void Quantize{{Name}}(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, ref float scale)
        {
            scale = ExactSolver.Scale(values, curvature);
        {{Indent(TernaryLevels.WriteLoop.Replace(", pastCache", ""), 1)}}
        }
        """;

    private string TwoScales => $$"""
        /// <summary>Levels {−α₋, 0, α₊}: each side's scale is its global minimiser; 0 where |w| ≤ α/2 of the side.</summary>
        private static void Quantize{{Name}}(
            ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, ref float positive, ref float negative)
        {
            positive = ExactSolver.SideScale(values, curvature, 1f);
            negative = ExactSolver.SideScale(values, curvature, -1f);
            Write{{Name}}(values, positive, negative, quantized, pastCache: false);
        }
        """;
}
