using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Σ D|w| / Σ D: the scale of the binary grid, and where alternation starts.</summary>
internal static class MeanMagnitude
{
    /// <summary>Of a row.</summary>
    public static double Of(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature)
    {
        double products = 0;
        double total = 0;
        Add(values, curvature, ref products, ref total);
        return products / total;
    }

    /// <summary>Adds Σ D|w| and Σ D.</summary>
    public static void Add(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, ref double products, ref double total)
    {
        Vector512<double> numerator = Vector512<double>.Zero;
        Vector512<double> denominator = Vector512<double>.Zero;
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> d = Lanes.Load(curvature, i);
            Lanes.AddProduct(ref numerator, d, Vector512.Abs(Lanes.Load(values, i)));
            Lanes.Add(ref denominator, d);
        }
        products += Vector512.Sum(numerator);
        total += Vector512.Sum(denominator);
    }
}
