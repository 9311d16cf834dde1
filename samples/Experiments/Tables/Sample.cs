namespace Experiments.Tables;

/// <summary>What a few numbers have in common.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, with n − 1; NaN for one number.</param>
internal readonly record struct Sample(int Count, double Mean, double Deviation)
{
    /// <summary>Standard error of the mean.</summary>
    public double Error => Deviation / Math.Sqrt(Count);

    /// <summary>Of at least one number.</summary>
    public static Sample Of(IEnumerable<double> numbers)
    {
        double[] values = [.. numbers];
        double mean = values.Average();
        return new Sample(values.Length, mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }

    /// <summary>
    /// The least number that at least half of all do not exceed. It is one of them; infinity stands for what was never reached.
    /// </summary>
    public static double LowerMedian(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }
}
