using System.Globalization;
using ScottPlot;

namespace Experiments.Plots;

/// <summary>A logarithmic axis: values are drawn at their decimal logarithms, and ticks are labelled with the values.</summary>
internal static class LogScale
{
    private static readonly int[] Digits = [1, 2, 3, 5, 7];

    /// <summary>Position of a value; values below <paramref name="bottom"/>, such as negative ones, are drawn there.</summary>
    public static double Place(double value, double bottom) => Math.Log10(Math.Max(value, bottom));

    /// <summary>Ticks at powers of ten; for narrower ranges also at their multiples by 2 and 5, and by 3 and 7.</summary>
    public static IReadOnlyList<Tick> Ticks(double low, double high)
    {
        int[] digits = high - low > 1.5 ? [1] : high - low > 0.7 ? [1, 2, 5] : Digits;
        List<Tick> ticks = [];
        for (int decade = (int)Math.Floor(low); decade <= high; decade++)
        {
            for (int digit = 1; digit < 10; digit++)
            {
                double value = digit * Math.Pow(10, decade);
                double place = Math.Log10(value);
                if (place < low || place > high)
                    continue;
                ticks.Add(digits.Contains(digit)
                    ? Tick.Major(place, value.ToString("G3", CultureInfo.InvariantCulture))
                    : Tick.Minor(place));
            }
        }

        return ticks;
    }
}
