namespace QuantDsl.Tests.Reference;

/// <summary>The result of a quantizer.</summary>
/// <param name="Scales">α; two-scale: [α₊, α₋]; per channel: the scales of row 0, then of row 1, ….</param>
/// <param name="Levels">b, one per weight, in [−1, 1].</param>
/// <param name="Values">q, one per weight: α·b; two-scale: α₊·b for w > 0 and α₋·b for w &lt; 0 (b is negative there).</param>
public sealed record Quantization(double[] Scales, double[] Levels, double[] Values)
{
    /// <summary>The quantization with one scale: q = α·b.</summary>
    public static Quantization WithOneScale(double scale, double[] levels) => new([scale], levels, [.. levels.Select(b => scale * b)]);
}
