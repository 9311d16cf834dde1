namespace QuantDsl.Tests.Engine.ZigZag;

internal static class EngineLevels
{
    /// <summary>b of the engine's q = α·b, as the user sees them: q over the scale of its row; with two scales the sign.</summary>
    public static double[] Of(Parameter weight, bool hasTwoScales)
    {
        double[] quantized = weight.Quantized.ToDoubles();
        if (hasTwoScales)
            return [.. quantized.Select(q => (double)Math.Sign(q))];
        double[] scales = weight.Scale.ToDoubles();
        int length = quantized.Length / scales.Length;
        return [.. quantized.Select((q, i) => q == 0 ? 0 : Math.Round(q / scales[i / length], 5))];
    }
}
