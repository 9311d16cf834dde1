using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Sums over all weights of a row.</summary>
/// <typeparam name="TGrid">The grid.</typeparam>
/// <typeparam name="TSide">Which of the weights.</typeparam>
internal readonly ref struct RowSums<TGrid, TSide>(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature) : IScaleSums
    where TGrid : struct, IGrid
    where TSide : struct, ISide
{
    private readonly ReadOnlySpan<float> _values = values;
    private readonly ReadOnlySpan<float> _curvature = curvature;

    /// <inheritdoc/>
    public bool Covers(double scale) => true;

    /// <inheritdoc/>
    public void Sum(double scale, out double products, out double squares)
    {
        products = 0;
        squares = 0;
        Add(_values, _curvature, scale, ref products, ref squares);
    }

    /// <summary>Adds Σ D·b·w and Σ D·b² for the levels b that are nearest at a scale, in units of the grid.</summary>
    public static void Add(
        ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, double scale, ref double products, ref double squares)
    {
        Vector512<double> numerator = Vector512<double>.Zero;
        Vector512<double> denominator = Vector512<double>.Zero;
        Vector512<float> divisor = Levels<TGrid>.Divisor((float)scale);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> magnitude = TSide.Magnitude(Lanes.Load(values, i));
            Vector512<float> level = Levels<TGrid>.Of(magnitude, divisor);
            Vector512<float> weighted = Levels<TGrid>.Weight(Lanes.Load(curvature, i), level);
            Lanes.AddProduct(ref numerator, weighted, magnitude);
            Levels<TGrid>.AddSquares(ref denominator, weighted, level);
        }
        products += Vector512.Sum(numerator);
        squares += Vector512.Sum(denominator);
    }
}
