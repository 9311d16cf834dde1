namespace Experiments.Tables;

/// <summary>Statistics of a sample.</summary>
/// <param name="Count">Number of values, n.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Sample standard deviation, with n − 1; NaN for one value.</param>
internal readonly record struct Sample(int Count, double Mean, double Deviation)
{
    /// <summary>Standard error of the mean.</summary>
    public double Error => Deviation / Math.Sqrt(Count);

    /// <summary>Computes the statistics of at least one value.</summary>
    public static Sample Of(IEnumerable<double> numbers)
    {
        double[] values = [.. numbers];
        double mean = values.Average();
        return new Sample(values.Length, mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }

    /// <summary>
    /// The lower median: the smallest of the values such that at least half of them do not exceed it. Values may be infinite.
    /// </summary>
    public static double LowerMedian(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }
}
