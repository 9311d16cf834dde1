namespace QuantDsl.Benchmarks.Ratios;

/// <summary>Medians over rounds.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Median over rounds of the ratio within a round, so that a slow phase of the machine meets both sides.</summary>
    public static double MedianRatio(IEnumerable<double> numerators, IEnumerable<double> denominators) =>
        Median(numerators.Zip(denominators, (numerator, denominator) => numerator / denominator));
}
